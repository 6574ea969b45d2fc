using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.EndToEnd.Tests.Privacy;

/// <summary>
/// A model that answers as a test says, in pieces as small as wanted, and remembers all that it read; behind the gateway as AddAxle composes it.
/// </summary>
internal sealed class Parrot : IModelProvider, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("axle-parrot-").FullName;
    private readonly ServiceProvider _services;

    public Parrot(string settings)
    {
        File.WriteAllText(Path.Combine(_folder, "axle.yaml"), settings);
        var models = ModelOptionsReader.ReadDirectory(_folder) with { Providers = [new ProviderOptions("parrot", "parrot") { DefaultModel = "parrot-1" }] };
        var services = new ServiceCollection();
        services.AddSingleton(host => new ModelGateway(models, [.. ProviderCatalog.All, this], services: host.GetRequiredService<GatewayServices>()));
        services.AddAxle(axle => (axle.ProjectDirectory, axle.HomeDirectory, axle.Models) = (_folder, null, models));
        _services = services.BuildServiceProvider();
    }

    public ModelGateway Gateway => _services.GetRequiredService<ModelGateway>();

    /// <summary>Every text that the model was given.</summary>
    public ConcurrentQueue<string> Read { get; } = new();

    /// <summary>What it answers; what it was last told by default.</summary>
    public Func<IReadOnlyList<ChatMessage>, ChatMessage> Answer { get; set; } = static said => new ChatMessage(ChatRole.Assistant, said[^1].Text);

    /// <summary>Characters of a piece of a stream.</summary>
    public int Piece { get; set; } = 1;

    public ProviderDescription Description { get; } = new("parrot", [], "parrot-1", 1, NeedsKey: false, [], null, ["parrot-"], "test.parrot");

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(this);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ChatMessage Say(IEnumerable<ChatMessage> messages)
    {
        List<ChatMessage> said = [.. messages];
        Read.Enqueue(System.Text.Json.JsonSerializer.Serialize(said, AIJsonUtilities.DefaultOptions));
        return Answer(said);
    }

    private sealed class Client(Parrot parrot) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(parrot.Say(messages)) { ModelId = "parrot-1" });

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            foreach (var content in parrot.Say(messages).Contents)
            {
                if (content is not TextContent text)
                {
                    yield return new ChatResponseUpdate(ChatRole.Assistant, [content]) { ModelId = "parrot-1" };
                    continue;
                }

                for (var at = 0; at < text.Text.Length; at += parrot.Piece)
                {
                    var piece = text.Text.Substring(at, Math.Min(parrot.Piece, text.Text.Length - at));
                    yield return new ChatResponseUpdate(ChatRole.Assistant, piece) { ModelId = "parrot-1" };
                }
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
