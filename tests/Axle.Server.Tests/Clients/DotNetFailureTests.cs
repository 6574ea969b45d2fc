using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using Axle.Server.Tests.Serving;
using Axle.Testing.Models;
using OpenAI;
using OpenAI.Chat;

namespace Axle.Server.Tests.Clients;

/// <summary>What goes wrong is told to OpenAI's client for .NET as it expects.</summary>
public sealed class DotNetFailureTests
{
    [Fact]
    public async Task A_limit_is_a_429_that_says_how_long_to_wait()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Error(ErrorCase.RateLimited, TimeSpan.FromMinutes(10)));

        var failure = await FailAsync(Chat(gateway));

        failure.Status.ShouldBe(429);
        failure.GetRawResponse()!.Headers.TryGetValue("retry-after", out var wait).ShouldBeTrue();
        int.Parse(wait!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(300, 601);
    }

    [Fact]
    public async Task Its_own_retries_wait_as_long_and_then_get_the_answer()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Error(ErrorCase.RateLimited, TimeSpan.FromSeconds(1)));

        (await AskAsync(Chat(gateway, retries: 4))).ShouldBe("Good day.");
        gateway.Upstream.RequestCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_that_is_given_up_ends_and_the_next_question_is_answered()
    {
        await using var gateway = await Scenes.GatewayAsync(Scenes.Silent, ServedReply.Text("Here I am."));
        var client = Chat(gateway);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var text = new StringBuilder();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Hello")], cancellationToken: stop.Token))
            {
                text.Append(string.Concat(update.ContentUpdate.Select(static p => p.Text)));
                await stop.CancelAsync();
            }
        });

        Scenes.Text.ShouldStartWith(text.ToString());
        (await AskAsync(client)).ShouldBe("Here I am.");
    }

    private static async Task<string> AskAsync(ChatClient client)
    {
        ChatCompletion completion = await client.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestContext.Current.CancellationToken);
        return completion.Content[0].Text;
    }

    private static ChatClient Chat(Gateway gateway, int retries = 0) => new(
        "served-model", new ApiKeyCredential(Gateway.Key), new OpenAIClientOptions { Endpoint = gateway.Url, RetryPolicy = new ClientRetryPolicy(retries) });

    private static Task<ClientResultException> FailAsync(ChatClient client) => Should.ThrowAsync<ClientResultException>(() => AskAsync(client));
}
