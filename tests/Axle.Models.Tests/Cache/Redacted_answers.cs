using System.Runtime.CompilerServices;
using Axle.Models.Cache;
using Axle.Models.Guarding;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Cache;

public sealed class Redacted_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_a_guardrail_redacts_on_its_way_out_is_asked_for_again(bool streams)
    {
        var model = ScriptedModel.Saying(static _ => "The number is 078-05-1120.");
        using var gateway = model.Gateway(CacheOptions.Default with { Enabled = true }, services: new GatewayServices { Guards = [new Redactor()] });

        for (var i = 0; i < 2; i++)
            (await AskAsync(gateway, streams)).ShouldBe("The number is ***.");

        model.Calls.ShouldBe(2);
    }

    private static async Task<string> AskAsync(ModelGateway gateway, bool streams)
    {
        var call = new ModelCall(Setup.Ask());
        return streams
            ? (await gateway.GetStreamingResponseAsync(call, Stop).ToChatResponseAsync(Stop)).Text
            : (await gateway.GetResponseAsync(call, Stop)).Text;
    }

    private sealed class Redactor : IModelGuard
    {
        public ValueTask<IReadOnlyList<ChatMessage>> CheckInputAsync(
            ModelCall call, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) =>
            ValueTask.FromResult(messages);

        public ValueTask<ChatResponse> CheckOutputAsync(ModelCall call, ChatResponse response, CancellationToken cancellationToken)
        {
            var redacted = new ChatResponse(new ChatMessage(ChatRole.Assistant, "The number is ***."));
            Redaction.Mark(redacted);
            return ValueTask.FromResult(redacted);
        }

        public async IAsyncEnumerable<ChatResponseUpdate> CheckStreamAsync(
            ModelCall call, IAsyncEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var response = await CheckOutputAsync(call, await updates.ToChatResponseAsync(cancellationToken), cancellationToken);
            foreach (var update in response.ToChatResponseUpdates())
                yield return update;
        }
    }
}
