using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Many expressions over one relation as nested SELECTs, in which what they share is computed once.</summary>
/// <remarks>
/// 1. All expressions become pieces of one pool, so equal parts are one node.
/// 2. A node that is used more than once, unless its text is tiny, and a node whose text grows long become a column; everything else is written where it is used.
/// 3. A column stands one layer above the highest column in it; a layer carries up what layers above it use. So the text is linear in the number of nodes.
/// </remarks>
internal static class ProjectionSql
{
    private const int TinyLength = 48;
    private const int LongLength = 1_500;
    private const int DeepDepth = 30;

    /// <summary>The SELECT of some expressions over a relation.</summary>
    /// <param name="relation">What may stand after FROM.</param>
    /// <param name="expressions">The expressions with their columns' names.</param>
    /// <param name="carriedColumns">The relation's columns that stand in the result too, unquoted.</param>
    /// <param name="leaf">SQL of a column or aggregate over the relation, of exactly its Spark type; null for columns of their own name.</param>
    /// <exception cref="EngineException">Spark has no equal of a function in them.</exception>
    internal static Projection Select(string relation, IReadOnlyList<NamedExpr> expressions, IReadOnlyList<string> carriedColumns, Func<Expr, string>? leaf = null)
    {
        var pool = new SqlPool();
        var emitter = new ExprEmitter(pool, leaf ?? OwnName);
        List<(string Name, SqlNode Node)> outputs = [];
        List<ProjectedColumn> columns = [];
        foreach (var (name, expression) in expressions)
        {
            var (value, flags) = emitter.Root(expression);
            var column = new ProjectedColumn(name, flags.Overflow is null ? null : name + "__overflow", flags.Unsure is null ? null : name + "__unsure");
            outputs.Add((name, value));
            if (flags.Overflow is { } overflow) outputs.Add((column.Overflow!, overflow));
            if (flags.Unsure is { } unsure) outputs.Add((column.Unsure!, unsure));
            columns.Add(column);
        }

        return new(new Layers(pool, [.. outputs]).Select(relation, carriedColumns), [.. columns]);
    }

    private static string OwnName(Expr leaf) => leaf is ColumnExpr column
        ? SqlText.Identifier(column.Name)
        : throw new EngineException($"{leaf} is an aggregate; aggregates stand only in the features of a window view.");

    /// <summary>Which nodes are columns, and in which layer each stands; layer 0 is the relation.</summary>
    private sealed class Layers
    {
        private readonly ImmutableArray<(string Name, SqlNode Node)> outputs;
        private readonly IReadOnlyList<SqlNode> nodes;
        private readonly bool[] isColumn;
        private readonly int[] layer;

        internal Layers(SqlPool pool, ImmutableArray<(string Name, SqlNode Node)> outputs)
        {
            this.outputs = outputs;
            nodes = pool.Nodes;
            isColumn = new bool[nodes.Count];
            layer = new int[nodes.Count];
            var uses = Uses();
            int[] length = new int[nodes.Count], depth = new int[nodes.Count];
            foreach (var node in nodes)
            {
                var inner = node.Parts.Where(p => !isColumn[p.Id]).ToList();
                length[node.Id] = node.OwnLength + inner.Sum(p => length[p.Id]);
                depth[node.Id] = 1 + inner.Select(p => depth[p.Id]).DefaultIfEmpty().Max();
                layer[node.Id] = node.Parts.Select(p => layer[p.Id]).DefaultIfEmpty().Max();
                isColumn[node.Id] = !node.Parts.IsEmpty && ((uses[node.Id] > 1 && length[node.Id] > TinyLength) || length[node.Id] > LongLength || depth[node.Id] > DeepDepth);
                if (isColumn[node.Id]) layer[node.Id]++;
            }
        }

        internal string Select(string relation, IReadOnlyList<string> carriedColumns)
        {
            var carried = carriedColumns.Select(SqlText.Identifier).ToList();
            var top = 1 + outputs.Select(o => layer[o.Node.Id]).DefaultIfEmpty().Max();
            var needed = NeededAbove(top);
            var sql = new StringBuilder(relation);
            for (var level = 1; level < top; level++)
            {
                var below = level;
                var columns = nodes.Where(n => Home(n) <= below && needed[n.Id] > below && (isColumn[n.Id] || n.IsLeaf));
                sql.Insert(0, $"(SELECT {string.Join(", ", carried.Concat(columns.Select(n => $"{Text(n, below)} AS {Name(n)}")).DefaultIfEmpty("0 AS __none"))} FROM ");
                sql.Append(CultureInfo.InvariantCulture, $") AS __layer{level}");
            }

            return $"SELECT {string.Join(", ", carried.Concat(outputs.Select(o => $"{Reference(o.Node, top)} AS {SqlText.Identifier(o.Name)}")))} FROM {sql}";
        }

        private static string Name(SqlNode node) => string.Create(CultureInfo.InvariantCulture, $"__e{node.Id}");

        /// <summary>The layer in which a column is made; a leaf is there from the relation on.</summary>
        private int Home(SqlNode node) => isColumn[node.Id] ? layer[node.Id] : 0;

        private string Text(SqlNode node, int level) => Home(node) == level ? node.Render(part => Reference(part, level)) : Reference(node, level);

        private string Reference(SqlNode node, int level)
        {
            var isCarried = (isColumn[node.Id] && Home(node) < level) || (node.IsLeaf && level > 1);
            return isCarried ? Name(node) : node.Render(part => Reference(part, level));
        }

        private int[] Uses()
        {
            var uses = new int[nodes.Count];
            foreach (var (_, node) in outputs) uses[node.Id]++;
            foreach (var node in nodes.Reverse().Where(n => uses[n.Id] > 0))
            {
                foreach (var part in node.Parts) uses[part.Id] += node.IsLoop ? 2 : 1;
            }

            return uses;
        }

        /// <summary>Per node the highest layer whose text names it.</summary>
        private int[] NeededAbove(int top)
        {
            var needed = new int[nodes.Count];
            void Visit(SqlNode node, int level)
            {
                if (needed[node.Id] >= level) return;
                needed[node.Id] = level;
                if (isColumn[node.Id] && Home(node) < level) return;
                foreach (var part in node.Parts) Visit(part, level);
            }

            foreach (var (_, node) in outputs) Visit(node, top);
            for (var i = nodes.Count - 1; i >= 0; i--)
            {
                if (!isColumn[i] || needed[i] == 0) continue;
                foreach (var part in nodes[i].Parts) Visit(part, layer[i]);
            }

            return needed;
        }
    }
}
