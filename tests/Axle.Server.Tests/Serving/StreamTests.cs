using Axle.Testing.Models;
using Axle.Testing.Models.Faults;

namespace Axle.Server.Tests.Serving;

/// <summary>Streams: their pieces, and what becomes of them when somebody leaves.</summary>
public sealed class StreamTests
{
    private const string Question = """
        {"model":"served-model","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}
        """;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Pieces_come_in_order_then_the_reason_then_the_usage()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);
        gateway.Upstream.Gives(ServedReply.Text("Good morning, and good day.") with { PieceLength = 5 });

        var reply = await wire.ChatAsync(Question);

        reply.ContentHeaders.ContentType!.MediaType.ShouldBe("text/event-stream");
        reply.Data[^1].ShouldBe("[DONE]");
        reply.Text.ShouldBe("Good morning, and good day.");
        reply.Events.ShouldAllBe(static e => e.GetProperty("object").GetString() == "chat.completion.chunk");
        reply.Events.Select(static e => e.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
        reply.Events[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString().ShouldBe("assistant");
        reply.Events[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        reply.Events[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        reply.Events[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(12);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_piece_is_sent_although_the_next_one_does_not_come()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);
        gateway.Upstream.Gives(Halting());

        using var response = await wire.BeginAsync("chat/completions", Question);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var first = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        first.ShouldNotBeNull().ShouldContain("\"content\":\"A lo\"");
        // Released before it is held, it would be held for ever.
        await gateway.Upstream.HeldAsync();
        gateway.Upstream.Release();
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact(Timeout = 300_000)]
    public async Task A_client_that_hangs_up_ends_the_call_to_the_provider()
    {
        var gateway = await Gateway.StartAsync(static options => options with { DrainTime = TimeSpan.FromMinutes(30) });
        using var wire = new Wire(gateway);
        gateway.Upstream.Gives(Halting());

        using (await wire.BeginAsync("chat/completions", Question))
            await gateway.Upstream.HeldAsync();

        // The gateway waits for what is under way, and the provider would hold the call for ever: it ends only because nothing is.
        await gateway.DisposeAsync().AsTask().WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 300_000)]
    public async Task Stopping_lets_a_stream_end()
    {
        var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);
        gateway.Upstream.Gives(Halting());
        var asking = wire.ChatAsync(Question);
        await gateway.Upstream.HeldAsync();

        var stopping = gateway.DisposeAsync().AsTask();
        stopping.IsCompleted.ShouldBeFalse();
        gateway.Upstream.Release();

        (await asking).Data[^1].ShouldBe("[DONE]");
        await stopping;
    }

    private static ServedAnswer Halting() =>
        ServedReply.Text("A longer answer, in several pieces.") with { PieceLength = 4, Fault = new ServedFault(FaultKind.Stall) };
}
