import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Runs Spark SQL for a test. A line on standard input is a request, {"sql": "..."} or {"stream": "table path"}; a line on standard output is its answer,
 * {"type": "struct<...>", "rows": [[...]]} or {"error": "..."}. Spark's own words go to standard error. End of input ends the program.
 *
 * A value is null, a list, or text: integers in digits; date as days and timestamps as microseconds since the epoch; binary in hex; decimals plain;
 * doubles as Java prints them. A struct is the list of its fields, a map the list of its [key, value] pairs. They are taken from Spark's internal rows: no
 * java.sql.Date or Timestamp, and so no calendar and no zone, stands between.
 */
public final class SparkServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        SparkSession.Builder builder = SparkSession.builder();
        for (String setting : arguments) {
            String[] pair = setting.split("=", 2);
            builder.config(pair[0], pair[1]);
        }

        SparkSession spark = builder.getOrCreate();
        answers.println("{\"type\":\"ready\",\"rows\":[]}");
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            byte[] answer = JSON.writeValueAsBytes(answer(spark, JSON.readTree(line)));
            answers.write(answer);
            answers.write('\n');
            answers.flush();
        }

        spark.stop();
    }

    private static ObjectNode answer(SparkSession spark, JsonNode request) {
        try {
            return rows(request.has("stream") ? stream(spark, request.get("stream").asText()) : spark.sql(request.get("sql").asText()));
        } catch (Exception e) {
            Throwable cause = e;
            StringBuilder text = new StringBuilder();
            for (; cause != null; cause = cause.getCause()) text.append(cause).append('\n');
            return JSON.createObjectNode().put("error", text.toString());
        }
    }

    /** All rows that a stream from the table's first version gives by now. */
    private static Dataset<Row> stream(SparkSession spark, String path) throws Exception {
        spark.readStream().format("delta").load(path).writeStream().format("memory").queryName("streamed").trigger(Trigger.AvailableNow()).start().awaitTermination();
        return spark.sql("SELECT * FROM streamed");
    }

    private static ObjectNode rows(Dataset<Row> data) {
        StructType type = data.schema();
        ObjectNode answer = JSON.createObjectNode().put("type", type.catalogString());
        ArrayNode rows = answer.putArray("rows");
        for (InternalRow row : data.queryExecution().executedPlan().executeCollect()) rows.add(struct(row, type));
        return answer;
    }

    private static ArrayNode struct(SpecializedGetters row, StructType type) {
        ArrayNode fields = JSON.createArrayNode();
        for (int i = 0; i < type.length(); i++) fields.add(value(row, i, type.fields()[i].dataType()));
        return fields;
    }

    private static JsonNode value(SpecializedGetters row, int i, DataType type) {
        if (row.isNullAt(i)) return JSON.nullNode();
        if (type instanceof StructType) return struct(row.getStruct(i, ((StructType) type).length()), (StructType) type);
        if (type instanceof ArrayType) return list(row.getArray(i), ((ArrayType) type).elementType());
        if (type instanceof MapType) return map(row.getMap(i), (MapType) type);
        if (type instanceof DecimalType) {
            DecimalType decimal = (DecimalType) type;
            return text(row.getDecimal(i, decimal.precision(), decimal.scale()).toJavaBigDecimal().toPlainString());
        }

        return text(type.equals(DataTypes.BinaryType) ? HexFormat.of().formatHex(row.getBinary(i)) : String.valueOf(row.get(i, type)));
    }

    private static ArrayNode list(ArrayData data, DataType element) {
        ArrayNode elements = JSON.createArrayNode();
        for (int i = 0; i < data.numElements(); i++) elements.add(value(data, i, element));
        return elements;
    }

    private static ArrayNode map(MapData data, MapType type) {
        ArrayNode pairs = JSON.createArrayNode();
        for (int i = 0; i < data.numElements(); i++)
            pairs.add(JSON.createArrayNode().add(value(data.keyArray(), i, type.keyType())).add(value(data.valueArray(), i, type.valueType())));
        return pairs;
    }

    private static JsonNode text(String text) {
        return JSON.getNodeFactory().textNode(text);
    }
}
