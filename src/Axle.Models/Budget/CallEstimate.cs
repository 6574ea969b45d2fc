using System.Text;
using Axle.Models.Catalog;
using Microsoft.Extensions.AI;

namespace Axle.Models.Budget;

/// <summary>What a call may cost at the most, before it is made.</summary>
/// <param name="InputTokens">Tokens that it sends, rather too many than too few.</param>
/// <param name="InputUsd">US dollars of these.</param>
/// <param name="OutputTokens">Tokens that it may receive.</param>
/// <param name="OutputPrice">US dollars of one of these; 0 when it is not known.</param>
internal readonly record struct CallEstimate(long InputTokens, decimal InputUsd, long OutputTokens, decimal OutputPrice)
{
    /// <summary>Answers that nobody bounds get so many tokens, where the model does not have less.</summary>
    public const int UsualOutput = 16_384;

    /// <summary>An answer is not cut shorter than this by a budget: rather the call is not made.</summary>
    public const int ShortestOutput = 2_048;

    private const int UnknownModelsOutput = 8_192;
    private const int TokensOfMessage = 8;
    private const int TokensOfPicture = 3_000;
    private const decimal Millionth = 0.000001m;

    /// <summary>Tokens of the shortest answer that is of use.</summary>
    public long LeastOutput => Math.Min(OutputTokens, ShortestOutput);

    /// <summary>What it costs with so many tokens of answer.</summary>
    public Spending With(long outputTokens) => new(InputUsd + (outputTokens * OutputPrice), InputTokens + outputTokens, 1);

    /// <summary>How many tokens of answer there is room for; less than nothing when there is none for the prompt.</summary>
    public long OutputWithin(Spending room)
    {
        if (room.Calls < 1 || room.Usd < InputUsd)
            return -1;
        var tokens = Math.Min(OutputTokens, room.Tokens - InputTokens);
        return OutputPrice == 0 ? tokens : (long)Math.Min(tokens, decimal.Floor((room.Usd - InputUsd) / OutputPrice));
    }

    /// <summary>Estimates a call.</summary>
    /// <param name="messages">What is sent.</param>
    /// <param name="options">What else is sent.</param>
    /// <param name="card">What is known of the model.</param>
    /// <param name="price">Its prices now; null when they are not known.</param>
    public static CallEstimate Of(IEnumerable<ChatMessage> messages, ChatOptions? options, ModelCard? card, ModelPrice? price)
    {
        var input = TokensOf(messages, options);
        price = price?.ForInput(input);
        var output = options?.MaxOutputTokens ?? Math.Min(UsualOutput, card?.MaxOutputTokens ?? UnknownModelsOutput);
        var dearestInput = Math.Max(price?.Input ?? 0, price?.CacheWrite ?? 0);
        var dearestOutput = Math.Max(price?.Output ?? 0, price?.Reasoning ?? 0);
        return new CallEstimate(input, input * dearestInput * Millionth, output, dearestOutput * Millionth);
    }

    /// <summary>A token has four characters of English or three of code; of other scripts, each character may be a token or two.</summary>
    private static long TokensOf(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var tokens = TokensOf(options?.Instructions);
        foreach (var message in messages)
        {
            tokens += TokensOfMessage;
            foreach (var content in message.Contents)
                tokens += TokensOf(content);
        }

        if (options?.Tools is { } tools)
        {
            foreach (var tool in tools)
                tokens += TokensOfMessage + TokensOf(tool.Name) + TokensOf(tool.Description) +
                    TokensOf((tool as AIFunctionDeclaration)?.JsonSchema.GetRawText());
        }

        return options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? tokens + TokensOf(schema.GetRawText()) : tokens;
    }

    private static long TokensOf(AIContent content) => content switch
    {
        TextContent text => TokensOf(text.Text),
        TextReasoningContent reasoning => TokensOf(reasoning.Text) + TokensOf(reasoning.ProtectedData),
        FunctionCallContent call => TokensOfMessage + TokensOf(call.Name) +
            (call.Arguments?.Sum(static a => TokensOf(a.Key) + TokensOf(a.Value?.ToString())) ?? 0),
        FunctionResultContent result => TokensOfMessage + TokensOf(result.Result?.ToString()),
        DataContent data when !data.HasTopLevelMediaType("image") => TokensOfPicture + (data.Data.Length / 8),
        DataContent or UriContent or HostedFileContent => TokensOfPicture,
        _ => TokensOfMessage,
    };

    private static long TokensOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        var foreign = Encoding.UTF8.GetByteCount(text) - text.Length;
        return (text.Length / 3) + (foreign * 3L / 4) + 1;
    }
}
