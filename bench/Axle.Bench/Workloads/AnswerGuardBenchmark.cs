using System.Diagnostics;
using System.Runtime.CompilerServices;
using Axle.Bench.Measuring;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Bench.Workloads;

/// <summary>
/// What guards of answers add to each piece of a stream: a gateway as AddAxle composes it, with every rule on and with none, one answer of 2,000 words.
/// </summary>
internal sealed class AnswerGuardBenchmark : IBenchmark
{
    private const int Words = 2_000;
    private const string Added = "addedMillisecondsAPiece";

    private const string Everything = """
        guardrails:
          output:
            secrets: sanitise
            personalData: sanitise
            links: sanitise
            topics: {competitors: {words: [Globex, Initech, Umbrella Corporation], action: sanitise}}
            financialAdvice: sanitise
            medicalAdvice: sanitise
            tone: sanitise
        """;

    private const string Nothing = "guardrails: {output: {secrets: off, links: off}}";

    public string Name => "answer-guard";

    public string Purpose => "what guards of answers add to each piece of a stream";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var repetitions = new List<Figures>();
        for (var repetition = 0; repetition <= settings.Repetitions; repetition++)
        {
            var with = await MeasureAsync(Everything);
            var without = await MeasureAsync(Nothing);
            var figures = new Figures
            {
                [Added] = with.Total - without.Total,
                ["p99MillisecondsAPiece"] = with.P99,
                ["millisecondsToTheFirstPiece"] = with.First,
            };
            if (repetition > 0)
                repetitions.Add(figures);
        }

        return new Report(
            Name, Figures.MedianOf(repetitions), [Goal.Most(Added, 5)], [.. repetitions.Select(static (f, i) => new Row($"repetition {i + 1}", f))]);
    }

    private static async Task<(double Total, double P99, double First)> MeasureAsync(string settings)
    {
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(folder["axle.yaml"], settings);
        var project = Path.GetDirectoryName(folder["axle.yaml"])!;
        var models = ModelOptionsReader.ReadDirectory(project) with { Providers = [new ProviderOptions("talker", "talker") { DefaultModel = "talker-1" }] };
        var services = new ServiceCollection();
        services.AddSingleton(host => new ModelGateway(
            models, [.. ProviderCatalog.All, new Talker()], services: host.GetRequiredService<GatewayServices>()));
        services.AddAxle(axle => (axle.ProjectDirectory, axle.HomeDirectory, axle.Models) = (project, null, models));
        await using var host = services.BuildServiceProvider();
        var gateway = host.GetRequiredService<ModelGateway>();
        await ReadAsync(gateway);
        var pieces = await ReadAsync(gateway);
        return (pieces.Average(), Sample.Quantile([.. pieces], 0.99), pieces[0]);
    }

    private static async Task<List<double>> ReadAsync(ModelGateway gateway)
    {
        var call = new ModelCall(new ModelRequest([new ChatMessage(ChatRole.User, "Tell me a story.")]) { MayUseCache = false });
        var pieces = new List<double>(Words);
        var start = Stopwatch.GetTimestamp();
        await foreach (var update in gateway.GetStreamingResponseAsync(call, CancellationToken.None))
        {
            pieces.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
        }

        return pieces;
    }

    private sealed class Talker : IModelProvider
    {
        private static readonly string[] Vocabulary =
        [
            " the", " report", " that", " Anna", " wrote", " in", " Berlin", " was", " sent", " to", " the", " council,", " which", " met", " on", " Monday", " and",
            " asked", " for", " figures", " about", " water,", " roads", " and", " schools.", " See", " https://example.com/a?b=1", " for", " more.",
        ];

        public ProviderDescription Description { get; } = new("talker", [], "talker-1", 1, NeedsKey: false, [], null, ["talker-"], "bench.talker");

        public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client();

        private sealed class Client : IChatClient
        {
            public Task<ChatResponse> GetResponseAsync(
                IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                throw new NotSupportedException("Only streams are measured.");

            public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
                IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                await Task.CompletedTask;
                for (var i = 0; i < Words; i++)
                    yield return new ChatResponseUpdate(ChatRole.Assistant, Vocabulary[i % Vocabulary.Length]) { ModelId = "talker-1" };
            }

            public object? GetService(Type serviceType, object? serviceKey = null) => null;

            public void Dispose()
            {
            }
        }
    }
}
