using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Answers;

/// <summary>
/// Holds an answer to the schema that was asked for: what does not match goes back to the model with its faults, up to three times. What comes out is
/// the JSON alone. A stream is held back until it matches, for what was sent cannot be taken back. Calls without a schema pass, and so do calls of tools.
/// </summary>
internal sealed class StructuredAnswerClient(IChatClient inner, ILogger logger) : DelegatingChatClient(inner)
{
    /// <summary>How often a model may correct its answer.</summary>
    public const int MostCorrections = 3;
    private const int MostAvoided = 2;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema }
            ? AskAsync(messages, options, schema, cancellationToken)
            : base.GetResponseAsync(messages, options, cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
        {
            var response = await AskAsync(messages, options, schema, cancellationToken);
            foreach (var update in response.ToChatResponseUpdates())
                yield return update;
            yield break;
        }

        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            yield return update;
    }

    /// <summary>Has another provider answer when one never gets it right and the caller would not ask again.</summary>
    private async Task<ChatResponse> AskAsync(IEnumerable<ChatMessage> messages, ChatOptions options, JsonElement schema, CancellationToken cancellationToken)
    {
        var call = ModelCall.Of(options);
        AxleException? malformed = null;
        while (true)
        {
            try
            {
                return await CorrectAsync(messages, options, schema, cancellationToken);
            }
            catch (AxleException e) when (e.Error.Kind == ErrorKind.MalformedAnswer && call.Request is { LastAttempt: true } or { Deadline: not null } &&
                call.Avoided.Length < MostAvoided)
            {
                malformed ??= e;
                call.AvoidLast();
            }
            catch (AxleException e) when (malformed is not null && e.Error.Kind != ErrorKind.BudgetSpent)
            {
                throw malformed;
            }
        }
    }

    private async Task<ChatResponse> CorrectAsync(
        IEnumerable<ChatMessage> messages, ChatOptions options, JsonElement schemaJson, CancellationToken cancellationToken)
    {
        var schema = AnswerSchema.Parse(schemaJson);
        var conversation = messages.ToList();
        var usage = new UsageDetails();
        for (var correction = 0; ; correction++)
        {
            var response = await base.GetResponseAsync(conversation, options, cancellationToken);
            if (response.Usage is { } spent)
                usage.Add(spent);
            response.Usage = usage;
            if (CallsTools(response))
                return response;

            var faults = Check(schema, options, response, out var json);
            if (faults.Count == 0)
                return Finish(response, new CheckedAnswer(json, correction));
            if (correction == MostCorrections)
            {
                AnswerInstruments.GivenUp();
                throw Malformed(options, $"still did not match its schema after {MostCorrections} corrections; first fault at {faults[0].Path}: {faults[0].Keyword}. " +
                    "Make the schema simpler, or ask a stronger model");
            }

            logger.Correcting(faults.Count, correction + 1, MostCorrections);
            conversation.AddRange(Complaint.About(response.Text, faults, conversation, schemaJson));
        }
    }

    private static bool CallsTools(ChatResponse response) => response.Messages.Any(static m => m.Contents.Any(static c => c is FunctionCallContent));

    private static ChatResponse Finish(ChatResponse response, CheckedAnswer answer)
    {
        // Reasoning stays beside the answer; of the text only the JSON does.
        var message = response.Messages[^1];
        var beside = response.Messages.SelectMany(static m => m.Contents).Where(static c => c is not TextContent);
        message.Contents = [.. beside, new TextContent(answer.Json.GetRawText())];
        response.Messages = [message];
        answer.PutOn(response);
        AnswerInstruments.Matched(answer.Corrections);
        return response;
    }

    private static IReadOnlyList<AnswerFault> Check(AnswerSchema schema, ChatOptions options, ChatResponse response, out JsonElement json)
    {
        // A cut answer is cut again the next time: correcting it would only cost.
        if (response.FinishReason == ChatFinishReason.Length)
            throw Malformed(options, "was cut off at its token limit. Raise the limit or ask for less");
        return AnswerJson.TryFind(response.Text, out json) ? schema.Check(json) : [new AnswerFault("/", "json", "The answer is not JSON.")];
    }

    private static AxleException Malformed(ChatOptions options, string what) =>
        new(ErrorKind.MalformedAnswer, $"The answer of {ModelCall.Of(options).Provider} {what}.");
}
