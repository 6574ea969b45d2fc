using Axle.Models.Configuration;
using Axle.Models.Recording;
using Axle.Models.Tests.Wire;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Recording;

public sealed class Recording_and_replay : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axle-recording-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "deep", "traffic.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("openai-compatible", true)]
    public async Task What_was_recorded_is_answered_again_without_network_and_key(string provider, bool stream)
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(ServedReply.Text("first"), ServedReply.Text("second") with { Usage = new ServedUsage(70, 7) }, ServedReply.ToolCall("weather", new { city = "Bonn" }));
        string[] questions = ["Hello", "Hello", "And the weather for jane@doe.example?"];
        List<ChatResponse> recorded;
        using (var gateway = Record(provider, server.Url))
            recorded = await AskAllAsync(gateway, questions, stream);

        using var replay = Replay(provider);
        // Equal requests are answered in the order of the recording, and others whenever they are made.
        var replayed = await AskAllAsync(replay, [questions[2], questions[0], questions[1]], stream);

        server.RequestCount.ShouldBe(3);
        replayed.Select(Summary).ShouldBe([Summary(recorded[2]), Summary(recorded[0]), Summary(recorded[1])]);
    }

    [Fact]
    public async Task Pieces_of_a_stream_are_recorded_as_they_came_and_equal_what_the_server_sent()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(ServedReply.Text("Grüße 😀 aus Köln") with { PieceLength = 3 });
        using (var gateway = Record("openai", server.Url))
            await AskAllAsync(gateway, ["Hello"], stream: true);

        var exchange = ExchangeFile.Read(File).ShouldHaveSingleItem();

        (exchange.Provider, exchange.Api, exchange.Stream, exchange.Status).ShouldBe(("openai", WireApi.ChatCompletions, true, 200));
        exchange.Response.Chunks.Length.ShouldBeGreaterThan(1);
        exchange.Response.Body.ShouldStartWith("data: {");
        exchange.Response.Body.ShouldEndWith("data: [DONE]\n\n");
        exchange.Response.Headers["content-type"].ShouldBe("text/event-stream; charset=utf-8");
        // The same file feeds the server.
        await using var second = await ModelServer.StartAsync(cancellationToken: Stop);
        second.Replays(ExchangeFile.Read(File));
        using var client = Setup.Connect("openai", second.Url);
        (await client.GetStreamingResponseAsync("x", cancellationToken: Stop).ToChatResponseAsync(Stop)).Text.ShouldBe("Grüße 😀 aus Köln");
    }

    [Fact]
    public async Task Failures_are_recorded_and_fail_again_in_the_same_way()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        ServedReply[] replies =
        [
            ServedReply.Error(ErrorCase.Invalid),
            ServedReply.Error(ErrorCase.Refused),
            ServedReply.Text("cut") with { Fault = new ServedFault(FaultKind.Cut) },
            ServedReply.Text("cut") with { Fault = new ServedFault(FaultKind.CutInHeaders) },
        ];
        server.Gives(replies);
        List<ErrorKind?> recorded = [], replayed = [];
        using (var gateway = Record("openai", server.Url))
        {
            for (var i = 0; i < replies.Length; i++)
                recorded.Add(await FailAsync(gateway, $"question {i}"));
        }

        using var replay = Replay("openai");
        for (var i = 0; i < replies.Length; i++)
            replayed.Add(await FailAsync(replay, $"question {i}"));

        recorded.ShouldNotContain((ErrorKind?)null);
        replayed.ShouldBe(recorded);
    }

    [Fact]
    public async Task A_request_that_was_not_recorded_is_refused_with_the_cure()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        using (var gateway = Record("openai", server.Url))
            await AskAllAsync(gateway, ["Hello"], stream: false);

        using var replay = Replay("openai");
        var other = await Should.ThrowAsync<AxleException>(() => AskAllAsync(replay, ["something secret"], stream: false));
        await AskAllAsync(replay, ["Hello"], stream: false);
        var again = await Should.ThrowAsync<AxleException>(() => AskAllAsync(replay, ["Hello"], stream: false));

        other.Error.Kind.ShouldBe(ErrorKind.Validation);
        other.Message.ShouldContain("AXLE_RECORDING=record");
        other.Message.ShouldNotContain("secret");
        again.Message.ShouldContain("has 1 answer of openai");
        Should.Throw<AxleException>(() => new ModelGateway(ModelOptions.None with { Recording = new(RecordingMode.Replay, Path.Combine(_folder, "none.jsonl")) }))
            .Message.ShouldContain("no recording 'none.jsonl'");
    }

    [Fact]
    public async Task Two_hundred_calls_at_once_give_two_hundred_whole_lines()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        using (var gateway = Record("openai", server.Url))
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AskAllAsync(gateway, [$"question {i}"], stream: i % 2 == 0)));

        ExchangeFile.Read(File).Count().ShouldBe(200);
    }

    [Fact]
    public async Task A_torn_last_line_is_left_out_and_removed_by_the_next_recording()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        using (var gateway = Record("openai", server.Url))
            await AskAllAsync(gateway, ["one"], stream: false);
        await System.IO.File.AppendAllTextAsync(File, "{\"provider\":\"ope", Stop);
        ExchangeFile.Read(File).Count().ShouldBe(1);

        using (var gateway = Record("openai", server.Url))
            await AskAllAsync(gateway, ["two"], stream: false);

        ExchangeFile.Read(File).Count().ShouldBe(2);
        System.IO.File.ReadAllText(File).ShouldEndWith("}\n");
    }

    [Fact]
    public async Task A_file_that_another_writes_is_not_shared()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        using var first = Record("openai", server.Url);
        Should.Throw<AxleException>(() => Record("openai", server.Url)).Message.ShouldContain("end the process that writes to it");
    }

    [Theory]
    [InlineData("anthropic.jsonl")]
    [InlineData("openai.jsonl.gz")]
    [InlineData("gemini.jsonl")]
    public void Exchanges_that_others_recorded_are_read_and_written_without_loss(string file)
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        foreach (var exchange in ExchangeFile.Read(Path.Combine(SharedData.Find("wire-recorded")!, file)))
        {
            var again = ExchangeFile.Parse(ExchangeFile.ToLine(exchange));
            ExchangeFile.ToLine(again).ShouldBe(ExchangeFile.ToLine(exchange));
            again.Response.Body.Length.ShouldBeGreaterThanOrEqualTo(exchange.Stream ? exchange.Response.Body.Length : 0);
        }
    }

    private static async Task<List<ChatResponse>> AskAllAsync(ModelGateway gateway, string[] questions, bool stream)
    {
        var answers = new List<ChatResponse>();
        foreach (var question in questions)
        {
            var call = new ModelCall(Setup.Ask(question));
            answers.Add(stream
                ? await gateway.GetStreamingResponseAsync(call, Stop).ToChatResponseAsync(Stop)
                : await gateway.GetResponseAsync(call, Stop));
        }

        return answers;
    }

    private static async Task<ErrorKind?> FailAsync(ModelGateway gateway, string question)
    {
        try
        {
            await AskAllAsync(gateway, [question], stream: false);
            return null;
        }
        catch (AxleException e)
        {
            return e.Error.Kind;
        }
    }

    private static string Summary(ChatResponse response) =>
        $"{response.Text}|{response.ModelId}|{response.FinishReason}|{response.Usage?.InputTokenCount}|{response.Usage?.OutputTokenCount}|" +
        string.Join(',', response.Messages.SelectMany(static m => m.Contents).OfType<FunctionCallContent>().Select(static c => c.Name));

    private ModelGateway Record(string provider, Uri url) => new(new ModelOptions([Setup.Options(provider, url) with { MaxRetries = 0 }])
    {
        Recording = new RecordingOptions(RecordingMode.Record, File),
    });

    private ModelGateway Replay(string provider) => new(new ModelOptions([Setup.Options(provider, new Uri("http://127.0.0.1:9/")) with { Key = null, MaxRetries = 0 }])
    {
        Recording = new RecordingOptions(RecordingMode.Replay, File),
    });
}
