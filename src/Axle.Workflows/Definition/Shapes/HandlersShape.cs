using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>Error handlers: by kind of error in a mapping, or a list in which one handler takes several kinds.</summary>
internal sealed class HandlersShape(MapShape<ImmutableArray<Step>> byKind, ListShape<ErrorHandler> list) : Shape<ImmutableArray<ErrorHandler>>
{
    private const string Every = "default";

    /// <inheritdoc/>
    public override string Words => byKind.Words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out ImmutableArray<ErrorHandler> value)
    {
        if (node.Kind == NodeKind.List)
            return list.TryRead(context, node, key, out value) && CheckReached(context, node, value);
        value = [];
        if (!byKind.TryRead(context, node, key, out var handlers))
            return false;
        var read = ImmutableArray.CreateBuilder<ErrorHandler>();
        foreach (var (name, steps) in handlers)
        {
            if (name.Text == Every)
                read.Add(new ErrorHandler([], steps));
            else if (ErrorKinds.TryParse(name.Text, out var kind) && kind.ToName() == name.Text)
                read.Add(new ErrorHandler([kind], steps));
            else
                UnknownKind(context, name);
        }

        value = read.ToImmutable();
        var all = value.IndexOf(value.FirstOrDefault(static h => h.Kinds.IsEmpty)!);
        if (all >= 0 && all < value.Length - 1)
            NeverReached(context, node.Entries[^1].Key);
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var steps = byKind.ToSchema(definitions);
        steps["propertyNames"] = new JsonObject { ["enum"] = new JsonArray([.. Names().Select(static n => (JsonNode)n)]) };
        return new JsonObject { ["anyOf"] = new JsonArray(steps, list.ToSchema(definitions)) };
    }

    private static IEnumerable<string> Names() => Enum.GetValues<ErrorKind>().Select(static k => k.ToName()).Append(Every);

    private static void UnknownKind(ReadingContext context, Node name)
    {
        var nearest = context.Nearest(name.Text, Names());
        context.Faults.Add(
            FaultCode.UnknownChoice, name, $"'{Shown.Text(name.Text)}' is not a kind of error.",
            nearest is null ? $"Use one of {string.Join(", ", Names())}." : $"Did you mean '{nearest}'?");
    }

    private static bool CheckReached(ReadingContext context, Node node, ImmutableArray<ErrorHandler> handlers)
    {
        for (var i = 1; i < handlers.Length; i++)
        {
            var before = handlers[..i];
            if (before.Any(static h => h.Kinds.IsEmpty) || (!handlers[i].Kinds.IsEmpty && handlers[i].Kinds.All(kind => before.Any(h => h.Takes(kind)))))
                NeverReached(context, node.Items[Math.Min(i, node.Items.Count - 1)]);
        }

        return true;
    }

    private static void NeverReached(ReadingContext context, Node node) => context.Faults.Add(
        FaultCode.HandlerNeverReached, node, "this handler is never reached, because handlers before it take all its kinds of error.",
        "Put the handler for all kinds last, and name each kind once.");
}
