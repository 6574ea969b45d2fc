namespace Axle.House.Tests.Rooms;

/// <summary>A project under src, and the rooms below it that it may use.</summary>
/// <param name="Name">Name of the project.</param>
/// <param name="References">Rooms that its project file may refer to.</param>
/// <param name="Sees">Rooms whose namespaces its code may name; the same as <paramref name="References"/> unless said otherwise.</param>
internal sealed record Room(string Name, string[] References, string[] Sees)
{
    private const string Words = "Axle.Abstractions";

    /// <summary>Every room there may be. Adding one, or an arrow, is a decision: docs/architecture.md says so first.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new(Words),
        new("Axle.Schemas"),
        new("Axle.Client"),
        new("Axle.Workflows", Words, "Axle.Schemas"),
        new("Axle.Guardrails", Words),
        new("Axle.Identity", Words),
        new("Axle.Models", Words, "Axle.Schemas"),
        new("Axle.Tools", Words, "Axle.Schemas"),
        new("Axle.Agents", Words, "Axle.Schemas", "Axle.Workflows", "Axle.Models", "Axle.Tools"),
        new("Axle.Storage.Sqlite", Words, "Axle.Workflows", "Axle.Models", "Axle.Identity"),
        new("Axle.Storage.Postgres", Words, "Axle.Workflows", "Axle.Models", "Axle.Identity"),
        new("Axle.Queue.RabbitMq", Words, "Axle.Workflows"),
        new("Axle.Testing", Words, "Axle.Workflows", "Axle.Schemas", "Axle.Models"),
        new("Axle.Conformance", Words, "Axle.Workflows", "Axle.Models", "Axle.Identity"),
        new("Axle", [.. Below("Axle.Storage.Sqlite", "Axle.Storage.Postgres", "Axle.Queue.RabbitMq")], [.. Below("Axle.Storage.Sqlite", "Axle.Storage.Postgres", "Axle.Queue.RabbitMq")]),
        new("Axle.Server", ["Axle"], ["Axle", .. Below()]),
        new("Axle.Cli", ["Axle", "Axle.Client", "Axle.Server", "Axle.Testing"],
            ["Axle", "Axle.Client", "Axle.Server", "Axle.Testing", .. Below("Axle.Storage.Sqlite", "Axle.Storage.Postgres", "Axle.Queue.RabbitMq")]),
    ];

    public Room(string name, params string[] references)
        : this(name, references, references)
    {
    }

    /// <summary>The room that a namespace belongs to; null when it is none of ours.</summary>
    public static string? Of(string @namespace)
    {
        if (@namespace != "Axle" && !@namespace.StartsWith("Axle.", StringComparison.Ordinal))
            return null;
        var owner = All
            .Where(r => r.Name is not ("Axle" or Words) && (@namespace == r.Name || @namespace.StartsWith(r.Name + ".", StringComparison.Ordinal)))
            .MaxBy(static r => r.Name.Length);
        // The words of Axle.Abstractions live in the namespace Axle itself, and so does the composition.
        return owner?.Name ?? Words;
    }

    /// <summary>What composition may use: all but the rooms that are used by people.</summary>
    private static string[] Below(params string[] adapters) =>
        [Words, "Axle.Schemas", "Axle.Identity", "Axle.Guardrails", "Axle.Workflows", "Axle.Models", "Axle.Tools", "Axle.Agents", .. adapters];
}
