using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Checks the inputs of a run against what its workflow asks for, and fills in defaults.</summary>
public static class InputCheck
{
    private const int MostAttributes = 100;
    private const int LongestAttribute = 4096;

    /// <summary>The inputs with defaults filled in.</summary>
    /// <exception cref="AxleException">Validation: all faults in one message, each with the input's name and the cure.</exception>
    public static Payload Check(Workflow workflow, Payload inputs)
    {
        if (inputs.Value.ValueKind != JsonValueKind.Object)
            throw new AxleException(ErrorKind.Validation, "Inputs are a JSON object: input name to value.");
        if (workflow.Inputs.IsEmpty && inputs == Payload.EmptyObject)
            return inputs;
        var faults = new List<string>();
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var input in inputs.Value.EnumerateObject())
        {
            if (!given.TryAdd(input.Name, input.Value))
                faults.Add($"input '{input.Name}' is given twice");
        }

        faults.AddRange(given.Keys.Where(name => !workflow.Inputs.ContainsKey(name)).Select(name => Unknown(workflow, name)));
        var values = new List<KeyValuePair<string, JsonElement>>();
        foreach (var (name, input) in workflow.Inputs.OrderBy(static i => i.Key, StringComparer.Ordinal))
        {
            if (given.TryGetValue(name, out var value) || Default(input, out value))
            {
                faults.AddRange(input.Validator.Validate(value).Faults.Select(f => $"input '{name}'{f.InstancePath}: {f.Message}"));
                values.Add(KeyValuePair.Create(name, input.Validator.WithDefaults(value)));
            }
            else if (input.Required)
            {
                faults.Add($"input '{name}' is missing{(input.Description is { } what ? $" ({what})" : "")}");
            }
        }

        return faults.Count == 0
            ? Payload.From(JsonObjects.From(values))
            : throw new AxleException(ErrorKind.Validation, $"The inputs do not fit workflow '{workflow.Name}': {string.Join("; ", faults)}.");
    }

    /// <summary>Checks that inputs are not too large.</summary>
    /// <exception cref="AxleException">Validation: they are.</exception>
    public static void CheckSize(Payload inputs, int largest)
    {
        if (inputs.Size > largest)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"The inputs have {inputs.Size:N0} bytes; a run takes at most {largest:N0}. Give it the place of the data (a path, an address), not the data.");
        }
    }

    /// <summary>Checks the facts a host gives a run.</summary>
    /// <exception cref="AxleException">Validation: too many, or too long.</exception>
    public static void CheckAttributes(IReadOnlyDictionary<string, string> attributes)
    {
        if (attributes.Count > MostAttributes)
            throw new AxleException(ErrorKind.Validation, $"A run has at most {MostAttributes} attributes, not {attributes.Count}.");
        foreach (var (name, value) in attributes)
        {
            if (name.Length + value.Length > LongestAttribute)
                throw new AxleException(ErrorKind.Validation, $"Attribute '{name[..Math.Min(50, name.Length)]}' is longer than {LongestAttribute} characters.");
        }
    }

    private static bool Default(WorkflowInput input, out JsonElement value)
    {
        value = input.Default ?? default;
        return input.Default is not null;
    }

    private static string Unknown(Workflow workflow, string name) => NearestName.Find(name, workflow.Inputs.Keys) is { } nearest
        ? $"there is no input '{name}'; did you mean '{nearest}'?"
        : workflow.Inputs.IsEmpty
            ? $"there is no input '{name}'; this workflow takes none"
            : $"there is no input '{name}'; it takes {string.Join(", ", workflow.Inputs.Keys.Order(StringComparer.Ordinal))}";
}
