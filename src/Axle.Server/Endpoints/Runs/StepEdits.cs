using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Changes steps of a definition, for a fork that tries another prompt or model.</summary>
internal static class StepEdits
{
    /// <summary>A definition with some steps changed; null when none of the changes is one of the definition.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: there is no such step, or the definition would be faulty.</exception>
    public static Workflow? Apply(Workflow workflow, IReadOnlyDictionary<string, StepEdit> edits)
    {
        var tree = JsonNode.Parse(WorkflowWriter.ToJson(workflow))!.AsObject();
        var changed = false;
        foreach (var (path, edit) in edits)
        {
            if (edit is { Prompt: null, Model: null, Provider: null, With: null })
                continue;
            Change(Find(tree, path) ?? throw new AxleException(
                ErrorKind.Validation, $"steps: the definition of '{workflow.Name}' has no step '{path}'. Name one by its keys, as in its file."), path, edit);
            changed = true;
        }

        return changed ? WorkflowReader.Read(tree.ToJsonString(), $"{workflow.Name}.json").Require() : null;
    }

    /// <summary>Inputs of steps, by address; null when none is given.</summary>
    public static ImmutableDictionary<string, Payload>? InputsOf(IReadOnlyDictionary<string, StepEdit>? edits)
    {
        var inputs = (edits ?? ImmutableDictionary<string, StepEdit>.Empty)
            .Where(static e => e.Value.Input is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) })
            .ToImmutableDictionary(static e => e.Key, static e => RunStarting.Object($"steps.{e.Key}.input", e.Value.Input));
        return inputs.IsEmpty ? null : inputs;
    }

    private static void Change(JsonObject step, string path, StepEdit edit)
    {
        if (edit.Prompt is { } prompt)
        {
            if (!step.ContainsKey("prompt"))
                throw new AxleException(ErrorKind.Validation, $"steps: '{path}' is no prompt's step. Change 'with' or 'input' of it instead.");
            if (step["prompt"] is JsonObject detailed && detailed.ContainsKey("text"))
                detailed["text"] = prompt;
            else
                step["prompt"] = prompt;
        }

        if (edit.Model is { } model)
            step["model"] = model;
        if (edit.Provider is { } provider)
            step["provider"] = provider;
        if (edit.With is { } with)
            step["with"] = JsonNode.Parse(with.GetRawText());
    }

    // Addresses of a run name items and branches, which a definition has once: each[3]/check is check inside of each.
    private static JsonObject? Find(JsonObject workflow, string path)
    {
        JsonNode? place = workflow["steps"];
        foreach (var part in path.Split('/'))
        {
            var key = part.Split('[')[0];
            if (Inside(place, key) is { } found)
                place = found;
            else if (key is not ("onError" or "compensate"))
                return null;
        }

        return place as JsonObject;
    }

    private static JsonObject? Inside(JsonNode? place, string key) => place switch
    {
        JsonArray list => list.OfType<JsonObject>().FirstOrDefault(s => (string?)(s["key"] as JsonValue) == key)
            ?? list.Select(item => Inside(item, key)).FirstOrDefault(static found => found is not null),
        JsonObject step => step.Select(member => Inside(member.Value, key)).FirstOrDefault(static found => found is not null),
        _ => null,
    };
}
