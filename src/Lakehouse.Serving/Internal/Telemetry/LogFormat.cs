using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>The log on standard error: lines for people, or one JSON object a line with event id, name and fields.</summary>
internal static class LogFormat
{
    public static void Add(ILoggingBuilder logging, bool json)
    {
        if (json)
        {
            logging.AddConsole(console => console.FormatterName = JsonLines.FormatterName);
            logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
