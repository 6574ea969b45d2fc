using Axle.Models.Configuration;
using Axle.Models.Recording;
using Axle.Models.Tests.Wire;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Secrets;

/// <summary>Plants keys everywhere, lets everything go wrong with every provider, and looks for them everywhere.</summary>
public sealed class Keys_stay_secret : IDisposable
{
    private const string Key = "planted-7f3e9c-key-of-the-configuration";
    private const string PromptKey = "sk-proj-planted5b1d44KeyInThePrompt";
    private const string Prompt = "planted prompt 2c6a";
    private const string Answer = "planted answer 88d0";

    private readonly string _folder = Directory.CreateTempSubdirectory("axle-secrets-").FullName;
    private readonly Sinks _sinks = new();

    public static TheoryData<string> Networked => [.. Setup.Networked, "openai/responses", "azure-openai", "azure-openai/responses"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Recording => Path.Combine(_folder, "traffic.jsonl");

    public void Dispose()
    {
        _sinks.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Whatever_happens_no_key_is_seen_anywhere_and_no_prompt_outside_the_recording(string provider)
    {
        await using var server = await ModelServer.StartAsync(new ModelServerOptions { KeptRequests = 1000 }, Stop);
        var replies = Replies().ToList();
        foreach (var stream in (bool[])[false, true])
        {
            foreach (var reply in replies)
            {
                server.Gives(reply);
                await AskAsync(Options(provider, server.Url), stream, TimeProvider.System);
            }
        }

        server.RequestCount.ShouldBe(replies.Count * 2);
        server.Requests.ShouldAllBe(static r => r.WasSignedWith(Key));
        Look(mustHaveHeard: ["log", "event", "span", "metric", "exception", "decision"]);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task A_call_that_runs_out_of_time_tells_no_key(string provider)
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        var time = new ManualTime();
        FaultKind[] kinds = [FaultKind.SlowFirstByte, FaultKind.Stall];
        foreach (var (count, kind) in kinds.Index())
        {
            server.Gives(Good() with { Fault = new ServedFault(kind) });
            var asking = AskAsync(Options(provider, server.Url), stream: kind == FaultKind.Stall, time);
            await server.HeldAsync(count + 1).WaitAsync(Stop);
            while (!asking.IsCompleted)
            {
                time.Advance(TimeSpan.FromMinutes(10));
                await Task.Yield();
            }

            await asking;
        }

        Look(mustHaveHeard: ["log", "event", "exception"]);
    }

    [Fact]
    public void Faults_of_the_configuration_repeat_no_key()
    {
        string[] files =
        [
            $"providers: {{ openai: {{ apiKey: {Key} }} }}",
            $"providers: {{ openai: {{ apiKeyEnv: {Key} }} }}",
            $"providers: {{ openai: {{ baseUrl: 'http://user:{Key}@host/' }} }}",
            $"providers: {{ openai: {{ baseUrl: 'http://host/?key={Key}' }} }}",
            $"providers: {{ azure-openai: {{ baseUrl: 'https://{Key}@host.example.com/' }} }}",
            $"providers: {{ azure-openai: {{ baseUrl: 'https://host.example.com/openai?api-key={Key}' }} }}",
            $"providers: {{ azure-openai: {{ apiVersion: 'x?api-key={Key}' }} }}",
            $"providers: {{ openai: {{ priority: {Key} }} }}",
            $"providers: {{ openai: {{ timeout: {Key} }} }}",
            $"recording: {{ mode: {Key} }}",
        ];
        foreach (var file in files)
            _sinks.Add("exception", Should.Throw<AxleException>(() => ModelOptionsReader.Read(static _ => null, "axle.yaml", file)).ToString());

        Look(mustHaveHeard: ["exception"]);
    }

    [Theory]
    [InlineData("https://{0}@host.example.com/")]
    [InlineData("https://host.example.com/openai/deployments/d?api-key={0}")]
    public void An_address_of_the_environment_that_holds_a_key_is_not_repeated(string address)
    {
        var held = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, Key);
        var fault = Should.Throw<AxleException>(() => ModelOptionsReader.Read(name => name == "AZURE_OPENAI_ENDPOINT" ? held : null));

        fault.ToString().ShouldNotContain(Key);
        fault.Message.ShouldContain("AZURE_OPENAI_ENDPOINT");
    }

    [Fact]
    public void A_key_that_is_told_would_be_found()
    {
        _sinks.Add("log", $"Calling with {Key}");
        Should.Throw<ShouldAssertException>(() => Look(mustHaveHeard: ["log"]));
    }

    /// <summary>Every error, quoting the key; every fault; and a good answer that quotes both keys, in small pieces.</summary>
    private static IEnumerable<ServedReply> Replies() =>
    [
        .. Enum.GetValues<ErrorCase>().Select(static c => new ServedError(c) { EchoesKey = true, RetryAfter = TimeSpan.FromSeconds(1) }),
        .. Enum.GetValues<FaultKind>().Select(static k => Good() with { Fault = new ServedFault(k) { Delay = TimeSpan.Zero, Bytes = 100_000 } }),
        Good(),
        ServedReply.Refusal($"{Answer}: I will not tell {Key}"),
        ServedReply.ToolCall("open", new { key = Key, also = PromptKey }) with { PieceLength = 4 },
    ];

    private static ServedAnswer Good() => ServedReply.Thinking($"thinking of {Key}", $"{Answer}: your keys are {Key} and {PromptKey}.") with { PieceLength = 5 };

    private ModelOptions Options(string provider, Uri server)
    {
        var (name, api) = provider.Split('/') is [var first, var second] ? (first, second) : (provider, null);
        var text = $"""
            providers:
              {name}:
                kind: {name}
                baseUrl: {Setup.Options(name, server).BaseUrl}
                defaultModel: test-model
                apiKeyEnv: PLANTED
            """ + (api is null ? "" : $"\n    api: {api}");
        var options = ModelOptionsReader.Read(static name => name == "PLANTED" ? Key : null, "axle.yaml", text);
        return options with { Recording = new RecordingOptions(RecordingMode.Record, Recording) };
    }

    private async Task AskAsync(ModelOptions options, bool stream, TimeProvider time)
    {
        _sinks.Add("decision", options.ToString());
        _sinks.Add("decision", string.Join(' ', options.Providers));
        using var gateway = new ModelGateway(options, time, _sinks, new GatewayServices { Listeners = [_sinks] });
        var call = new ModelCall(Setup.Ask($"{Prompt}: my key is {PromptKey}, is it as good as {Key}?"));
        try
        {
            if (stream)
                await gateway.GetStreamingResponseAsync(call, Stop).ToChatResponseAsync(Stop);
            else
                await gateway.GetResponseAsync(call, Stop);
        }
        catch (Exception e)
        {
            e.ShouldBeOfType<AxleException>();
            _sinks.Add("exception", e.ToString());
        }

        _sinks.Add("decision", System.Text.Json.JsonSerializer.Serialize(new { call.Decisions, call.Charges, call.Provider, call.Model }));
    }

    private void Look(string[] mustHaveHeard)
    {
        mustHaveHeard.Except(_sinks.Counts.Keys).ShouldBeEmpty("a sink that heard nothing proves nothing");
        _sinks.Holding(Key, PromptKey, Prompt, Answer).ShouldBeEmpty();
        if (!File.Exists(Recording))
            return;
        var recorded = File.ReadAllText(Recording);
        recorded.ShouldNotContain(Key);
        recorded.ShouldNotContain(PromptKey);
        // Neither as it was sent nor as it is read: pieces of a stream are put together again.
        foreach (var exchange in ExchangeFile.Read(Recording))
        {
            var said = StreamedText.Of(exchange.Response.Body);
            said.ShouldNotContain(Key);
            said.ShouldNotContain(PromptKey);
        }
    }
}
