using System.Text.Json;

namespace Axle.Client.Runs;

/// <summary>What a run is started with: the name of a workflow, or one as text.</summary>
public sealed record StartRun
{
    /// <summary>Name of a workflow of the server, or <c>name@version</c>.</summary>
    public string? Workflow { get; init; }

    /// <summary>A workflow as YAML or JSON, instead of a name.</summary>
    public string? Yaml { get; init; }

    /// <summary>Inputs by name: an object; null for none. <see cref="Json"/> makes one of anything.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Id of the new run: 1 to 64 of <c>a-z 0-9 - _</c>; null for one that sorts by time.</summary>
    public string? Id { get; init; }

    /// <summary>Whether its effects on the outside world are carried out; without it they are only planned.</summary>
    public bool Apply { get; init; }

    /// <summary>Importance among runs, -100 to 100; null for what the workflow says.</summary>
    public int? Priority { get; init; }

    /// <summary>A value of the program as JSON, in camelCase.</summary>
    public static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}
