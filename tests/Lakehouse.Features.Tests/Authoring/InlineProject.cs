using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Tests.Authoring;

/// <summary>A project written inside a test.</summary>
internal sealed class InlineProject(Action<ProjectBuilder> define) : FeatureProject
{
    internal static ProjectDefinition Build(Action<ProjectBuilder> define) => new InlineProject(define).Build();

    internal static string Refusal(Action<ProjectBuilder> define) =>
        FluentActions.Invoking(() => Build(define)).Should().Throw<DefinitionException>().Which.Message;

    protected override void Define(ProjectBuilder project) => define(project);
}
