using System.Text;
using System.Text.Json;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Answers;

/// <summary>
/// Holds an answer to the schema that was asked for: what does not match goes back to the model with its faults, up to three times.
/// Streams pass through unchecked, as do calls without a schema.
/// </summary>
internal sealed class StructuredAnswerClient(IChatClient inner, ILogger logger) : DelegatingChatClient(inner)
{
    private const int MostCorrections = 3;
    private const int MostFaultsTold = 20;
    private const int LongestEcho = 100_000;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson { Schema: { } schemaJson })
            return await base.GetResponseAsync(messages, options, cancellationToken);

        var schema = AnswerSchema.Parse(schemaJson);
        var conversation = messages.ToList();
        var usage = new UsageDetails();
        for (var correction = 0; ; correction++)
        {
            var response = await base.GetResponseAsync(conversation, options, cancellationToken);
            if (response.Usage is { } spent)
                usage.Add(spent);

            var faults = Check(schema, options, response, out var json);
            if (faults.Count == 0)
            {
                response.Usage = usage;
                new CheckedAnswer(json, correction).PutOn(response);
                return response;
            }

            if (correction == MostCorrections)
                throw Malformed(options, $"still did not match its schema after {MostCorrections} corrections; first fault at {faults[0].Path}: {faults[0].Keyword}");

            logger.Correcting(faults.Count, correction + 1, MostCorrections);
            conversation.Add(new ChatMessage(ChatRole.Assistant, Shorten(response.Text)));
            conversation.Add(new ChatMessage(ChatRole.User, Complaint(faults)));
        }
    }

    private static IReadOnlyList<AnswerFault> Check(AnswerSchema schema, ChatOptions options, ChatResponse response, out JsonElement json)
    {
        // A cut answer is cut again the next time: correcting it would only cost.
        if (response.FinishReason == ChatFinishReason.Length)
            throw Malformed(options, "was cut off at its token limit. Raise the limit or ask for less");
        return AnswerJson.TryFind(response.Text, out json) ? schema.Check(json) : [new AnswerFault("/", "json", "The answer is not JSON.")];
    }

    private static string Complaint(IReadOnlyList<AnswerFault> faults)
    {
        var text = new StringBuilder("Your answer does not match the schema:\n");
        foreach (var fault in faults.Take(MostFaultsTold))
            text.Append("- at ").Append(fault.Path).Append(" (").Append(fault.Keyword).Append("): ").Append(fault.Message).Append('\n');
        if (faults.Count > MostFaultsTold)
            text.Append("- and ").Append(faults.Count - MostFaultsTold).Append(" more.\n");
        return text.Append("Answer again with the whole corrected JSON and nothing else.").ToString();
    }

    private static string Shorten(string text) => text.Length <= LongestEcho ? text : text[..LongestEcho];

    private static AxleException Malformed(ChatOptions options, string what) =>
        new(ErrorKind.MalformedAnswer, $"The answer of {ModelCall.Of(options).Provider} {what}.");
}
