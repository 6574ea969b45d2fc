using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Writing;

/// <summary>A key of the language with its value, or nothing when the value is the default.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsPresent">Whether it is written.</param>
/// <param name="Value">The value; null for JSON's null.</param>
internal readonly record struct TreePart(string Key, bool IsPresent, JsonNode? Value)
{
    /// <summary>A value that is always written.</summary>
    public static TreePart Of(string key, JsonNode? value) => new(key, true, value);

    /// <summary>A value that is written when it is not the default.</summary>
    public static TreePart Unless(string key, bool isDefault, Func<JsonNode?> value) => new(key, !isDefault, isDefault ? null : value());

    public static TreePart Text(string key, string? value) => new(key, value is not null, value is null ? null : JsonValue.Create(value));

    public static TreePart Time(string key, TimeSpan? value) => new(key, value is not null, value is { } time ? Tree.Time(time) : null);

    public static TreePart Data(string key, Template? value) => new(key, value is not null, value is null ? null : Tree.Data(value));

    public static TreePart Data(string key, JsonElement? value) => new(key, value is not null, value is { } data ? Tree.Data(data) : null);

    public static TreePart Condition(string key, Expression? value) => new(key, value is not null, value is null ? null : Tree.Condition(value));

    public static TreePart Number(string key, int value, int standard) => new(key, value != standard, JsonValue.Create(value));

    public static TreePart Texts(string key, ImmutableArray<string> values) =>
        new(key, !values.IsEmpty, values.IsEmpty ? null : Tree.List(values, static v => JsonValue.Create(v)));
}
