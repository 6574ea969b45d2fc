using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>A tool as a provider is told of it.</summary>
/// <param name="Tool">The tool; its own schema stays what arguments are checked against.</param>
/// <param name="Schema">Its schema in the provider's dialect: an object that always has <c>properties</c>.</param>
/// <param name="IsStrict">Whether the provider may be asked to hold the arguments to it (OpenAI's <c>strict</c>).</param>
internal readonly record struct EmittedTool(AIFunctionDeclaration Tool, JsonElement Schema, bool IsStrict);

/// <summary>
/// Says tools in a provider's dialect. What a dialect cannot say of a schema is left out, never made narrower: the provider then allows
/// more than the tool does, and the check on this side sees to the rest. A tool whose schema is broken, or would have to be narrowed, is
/// left out alone and noted on the call.
/// </summary>
internal static class ToolEmitter
{
    /// <summary>The function tools of these options that can be said; the others are noted in <see cref="ModelCall.QuarantinedTools"/>.</summary>
    /// <param name="options">The call's options; null has no tools.</param>
    /// <param name="dialect">What the provider accepts.</param>
    /// <param name="provider">The provider's name, for the note.</param>
    public static List<EmittedTool> Emit(ChatOptions? options, SchemaDialect dialect, string provider)
    {
        var emitted = new List<EmittedTool>(options?.Tools?.Count ?? 0);
        foreach (var tool in options?.Tools ?? [])
        {
            if (tool is not AIFunctionDeclaration function)
                continue;
            if (WhyNotNamed(function.Name, dialect) is { } fault)
                Quarantine(options, function.Name, provider, fault);
            else if (dialect == SchemaDialect.OpenAi && WantsStrict(function) &&
                TryExpress(function.JsonSchema, SchemaDialect.OpenAiStrict, out var strict, out _))
                emitted.Add(new EmittedTool(function, strict, IsStrict: true));
            else if (TryExpress(function.JsonSchema, dialect, out var schema, out var reason))
                emitted.Add(new EmittedTool(function, schema, IsStrict: false));
            else
                Quarantine(options, function.Name, provider, reason);
        }

        return emitted;
    }

    /// <summary>Says one schema of arguments in a dialect.</summary>
    /// <param name="schema">JSON Schema.</param>
    /// <param name="dialect">What the provider accepts.</param>
    /// <param name="expressed">The schema in the dialect; the same element when nothing had to change.</param>
    /// <param name="reason">Why it cannot be said; empty when it can.</param>
    public static bool TryExpress(JsonElement schema, SchemaDialect dialect, out JsonElement expressed, out string reason)
    {
        try
        {
            var sound = SchemaSoundness.Check(schema);
            reason = "";
            expressed = schema;
            if (dialect == SchemaDialect.Anthropic && sound.HasOddNames)
                throw new InexpressibleSchemaException(OddName);
            if (sound.IsPlain && dialect is (SchemaDialect.OpenAi or SchemaDialect.Anthropic))
                return true;
            var root = ArgumentsRoot.Of(JsonObject.Create(schema.Clone())!);
            expressed = (dialect switch
            {
                SchemaDialect.OpenAiStrict => new StrictSchema().Write(root),
                SchemaDialect.Gemini => new OpenApiSchema(root).Write(),
                _ => PlainSchema.Write(root),
            }).Deserialize(SchemaJson.Default.JsonElement);
            return true;
        }
        catch (InexpressibleSchemaException e)
        {
            (expressed, reason) = (default, e.Message);
            return false;
        }
    }

    private const string OddName = "a property has a name that this provider does not take: only letters, digits, '_', '.', '-', at most 64 of them";

    private static bool WantsStrict(AIFunctionDeclaration function) =>
        function.AdditionalProperties is { Count: > 0 } more &&
        (more.TryGetValue("strict", out var strict) || more.TryGetValue("strictJsonSchema", out strict)) && strict is true;

    private static void Quarantine(ChatOptions? options, string name, string provider, string reason)
    {
        if (ModelCall.TryOf(options) is not { } call)
            return;
        var note = new QuarantinedTool(name, provider, reason);
        if (!call.QuarantinedTools.Contains(note))
            call.QuarantinedTools = call.QuarantinedTools.Add(note);
    }

    private static string? WhyNotNamed(string name, SchemaDialect dialect)
    {
        var most = dialect == SchemaDialect.Anthropic ? 128 : 64;
        if (name.Length == 0 || name.Length > most)
            return $"its name must have 1 to {most} characters";
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-') && !(dialect == SchemaDialect.Gemini && c is '.' or ':'))
                return "its name may have only letters, digits, '_' and '-'";
        }

        return dialect == SchemaDialect.Gemini && !char.IsAsciiLetter(name[0]) && name[0] != '_' ? "its name must begin with a letter or '_'" : null;
    }
}
