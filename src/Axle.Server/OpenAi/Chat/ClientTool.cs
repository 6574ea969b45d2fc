using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>A tool that the client runs: only its declaration passes through here.</summary>
internal sealed class ClientTool(string name, string description, JsonElement schema, bool isStrict) : AIFunctionDeclaration
{
    private static readonly Dictionary<string, object?> Strict = new() { ["strict"] = true };

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => isStrict ? Strict : base.AdditionalProperties;
}
