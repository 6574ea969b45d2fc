using System.Text.Json;
using Axle.Workflows.Definition;

namespace Axle.Testing.Simulation.Reference;

/// <summary>One attempt at a step that does the same for each item of a list.</summary>
internal sealed class ModelItems(Expectation expected, Func<ModelScope, ModelResult> run)
{
    public ModelResult Attempt(ModelScope scope, ForEachAction each, Func<int, ModelScope> open)
    {
        var items = each.Items.Evaluate(scope);
        if (items.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            return ModelResult.Failed(ErrorKind.Validation);
        var results = new List<ModelResult>();
        foreach (var (index, item) in Batches(items, each.BatchSize).Index())
        {
            if (each.OnItemError == ItemErrorChoice.Fail && results.Exists(static r => r.Error is not null))
            {
                // With one item at a time none follows a failure; of several in work, later ones may have begun before it.
                if (each.Concurrency == 1)
                    break;
                expected.MayNotHappen(open(index).Prefix);
            }

            var inner = open(index).With("item", item).With("index", ModelJson.From(index));
            results.Add(run(each.As is { } name ? inner.With(name, item) : inner));
        }

        return results.Find(static r => r.Error is not null) is { Error: { } error } && each.OnItemError != ItemErrorChoice.Continue
            ? ModelResult.Failed(error)
            : ModelResult.Of(Output(results));
    }

    private static JsonElement[] Batches(JsonElement items, int size)
    {
        if (items.ValueKind == JsonValueKind.Null)
            return [];
        return size == 1
            ? [.. items.EnumerateArray()]
            : [.. items.EnumerateArray().Chunk(size).Select(static b => ModelJson.Array(b.Select(static i => (JsonElement?)i)))];
    }

    private static JsonElement Output(List<ModelResult> results) => ModelJson.Object(
    [
        new("items", ModelJson.Array(results.Select(static r => r.Output))),
        new("failed", ModelJson.Array(results.Index().Where(static r => r.Item.Error is not null).Select(static r =>
            (JsonElement?)ModelJson.From(new { index = r.Index, kind = r.Item.Error!.Value.ToName() })))),
    ]);
}
