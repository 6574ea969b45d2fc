using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Models;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Catalog;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Reads the body of <c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatRequestReader(ModelNames names, TimeProvider time, TimeSpan patience)
{
    // Goes on to providers that know it, as it was written.
    private static readonly string[] Passed =
    [
        "logit_bias", "service_tier", "verbosity", "prediction", "web_search_options", "store", "user",
        "safety_identifier", "prompt_cache_key", "reasoning_effort", "chat_template_kwargs", "min_p", "repetition_penalty",
    ];

    /// <summary>Reads it.</summary>
    /// <exception cref="ApiException">A field is missing or wrong, or stands for something that the gateway does not do.</exception>
    public ChatRequest Read(JsonElement body, Caller caller)
    {
        var model = body.NeedName("model");
        NotOffered.Refuse(body);
        var name = names.Read(model, caller.Tenant);
        var messages = MessageReader.Read(body);
        if (name.Agent is { Connection: null } agent)
            messages.Insert(0, new ChatMessage(ChatRole.System, agent.Instructions));
        var streams = body.Truth("stream") ?? false;
        var request = new ModelRequest(messages)
        {
            Provider = name.Provider,
            Model = name.Model,
            Preferred = name.Agent?.Models ?? [],
            Options = ReadOptions(body),
            Scope = caller.ToScope(body.Name("user") ?? body.Name("safety_identifier"), name.Agent?.Id),
            Deadline = patience > TimeSpan.Zero ? time.GetUtcNow() + patience : null,
            // Whoever asks for a model wants that, or to know. Without any, agents and 'auto' are answered by what there is.
            MayUseOffline = name.IsOffline || (!names.HasModel && (name.Agent is not null || name.Model == ModelNames.Auto)),
        };
        return new ChatRequest(request, model, streams, streams && body.Object("stream_options", "")?.Truth("include_usage") is true)
        {
            Agent = name.Agent is { Connection: not null } connected ? Checked(connected, request.Options) : null,
        };
    }

    // It is asked in words and answers in words.
    private static AgentDefinition Checked(AgentDefinition agent, ChatOptions? options) => options switch
    {
        { Tools.Count: > 0 } => throw ApiErrors.Invalid("tools", $"Agent '{agent.Id}' connects from outside and has tools of its own. Leave 'tools' out."),
        { ResponseFormat: ChatResponseFormatJson } => throw ApiErrors.Invalid(
            "response_format", $"Agent '{agent.Id}' connects from outside and answers in words. Leave 'response_format' out, or name one of its actions in a workflow."),
        _ => agent,
    };

    private static ChatOptions ReadOptions(JsonElement body)
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = body.Whole("max_completion_tokens", 1) ?? body.Whole("max_tokens", 1),
            Temperature = body.Number("temperature", 0, 2),
            TopP = body.Number("top_p", 0, 1),
            FrequencyPenalty = body.Number("frequency_penalty", -2, 2),
            PresencePenalty = body.Number("presence_penalty", -2, 2),
            Seed = body.Field("seed") is { ValueKind: JsonValueKind.Number } seed && seed.TryGetInt64(out var number) ? number : null,
            StopSequences = ReadStop(body),
            AllowMultipleToolCalls = body.Truth("parallel_tool_calls"),
            ResponseFormat = FormatReader.Read(body),
            Tools = ToolReader.Read(body),
            ToolMode = ToolReader.ReadChoice(body),
            Reasoning = ReadReasoning(body),
        };
        foreach (var field in Passed)
        {
            if (body.Field(field) is { } value)
                (options.AdditionalProperties ??= [])[field] = value.ValueKind == JsonValueKind.String ? value.GetString() : value.Clone();
        }

        // Text alone is what every server answers with; not every one knows the word.
        if (body.List("modalities", "") is { } modalities && modalities.EnumerateArray().Any(static m => m.ValueEquals("image"u8)))
            (options.AdditionalProperties ??= [])["modalities"] = modalities.Clone();
        if (body.Object("metadata", "") is { } metadata)
            (options.AdditionalProperties ??= [])["metadata"] = metadata.Clone();
        return options;
    }

    // Words beyond these go on as they are, to servers of OpenAI's interface alone: they may know them.
    private static ReasoningOptions? ReadReasoning(JsonElement body)
    {
        ReasoningEffort? effort = body.Text("reasoning_effort", "") switch
        {
            "none" => ReasoningEffort.None,
            "minimal" or "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" or "max" => ReasoningEffort.ExtraHigh,
            _ => null,
        };
        return effort is null ? null : new ReasoningOptions { Effort = effort };
    }

    private static List<string>? ReadStop(JsonElement body) => body.Field("stop") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= 16 &&
            list.EnumerateArray().All(static s => s.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(static s => s.GetString()!)],
        _ => throw ApiErrors.Invalid("stop", "Invalid value for 'stop': must be a string, or an array of at most 16 strings.", "invalid_value"),
    };
}
