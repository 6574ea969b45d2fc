using Microsoft.Extensions.AI;
using OpenAI.Chat;
using WireFormat = OpenAI.Chat.ChatResponseFormat;

namespace Axle.Models.ChatCompletions;

/// <summary>Writes options as chat completions wants them.</summary>
internal static class RequestOptions
{
    public static ChatCompletionOptions From(ChatOptions? options, CompletionsDialect dialect)
    {
        var written = new ChatCompletionOptions();
        if (options is null)
            return written;

        written.Temperature = options.Temperature;
        written.TopP = options.TopP;
        written.FrequencyPenalty = options.FrequencyPenalty;
        written.PresencePenalty = options.PresencePenalty;
        WriteLimit(written, options.MaxOutputTokens, dialect);
        foreach (var stop in options.StopSequences ?? [])
            written.StopSequences.Add(stop);
        WriteTools(written, options);
        written.ResponseFormat = Format(options.ResponseFormat);
        return written;
    }

    private static void WriteLimit(ChatCompletionOptions written, int? limit, CompletionsDialect dialect)
    {
        if (limit is not { } tokens)
            return;
        if (dialect == CompletionsDialect.OpenAi)
            written.MaxOutputTokenCount = tokens;
        else
            WriteOldLimit(written, tokens);
    }

    // The SDK only knows the new name of this field; its patch is the documented way to add one, still marked experimental.
#pragma warning disable SCME0001
    private static void WriteOldLimit(ChatCompletionOptions written, int tokens) => written.Patch.Set("$.max_tokens"u8, tokens);
#pragma warning restore SCME0001

    private static void WriteTools(ChatCompletionOptions written, ChatOptions options)
    {
        foreach (var tool in (options.Tools ?? []).OfType<AIFunctionDeclaration>())
            written.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        if (written.Tools.Count == 0)
            return;

        written.AllowParallelToolCalls = options.AllowMultipleToolCalls;
        written.ToolChoice = options.ToolMode switch
        {
            NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
            RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
            RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
            _ => ChatToolChoice.CreateAutoChoice(),
        };
    }

    // Strict mode is left off: it refuses optional properties and most limits. The answer is checked on this side.
    private static WireFormat? Format(Microsoft.Extensions.AI.ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => WireFormat.CreateJsonSchemaFormat(
            json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription, jsonSchemaIsStrict: false),
        ChatResponseFormatJson => WireFormat.CreateJsonObjectFormat(),
        ChatResponseFormatText => WireFormat.CreateTextFormat(),
        _ => null,
    };
}
