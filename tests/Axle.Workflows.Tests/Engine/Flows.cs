using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Short ways to write definitions in tests.</summary>
internal static class Flows
{
    public static Workflow Of(params Step[] steps) => new() { Name = "test", Steps = [.. steps] };

    public static Step Tool(string key, params string[] dependsOn) =>
        new() { Key = key, Action = new ToolAction(key), DependsOn = [.. dependsOn] };

    public static Step Wait(string key, string signal) =>
        new() { Key = key, Action = new WaitAction(null, null, Json($"\"{signal}\""), null) };

    public static Template Json(string json) => Template.Parse(JsonDocument.Parse(json).RootElement);

    public static Payload Value(string json) => Payload.FromJson(System.Text.Encoding.UTF8.GetBytes(json));

    public static ImmutableDictionary<string, Template> Named(params (string Name, string Json)[] values) =>
        values.ToImmutableDictionary(static v => v.Name, static v => Json(v.Json));
}
