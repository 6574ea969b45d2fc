using Axle.Agents.Definition;
using Axle.Agents.Registry;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Guarding;
using Axle.Testing.Models;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Serving;

/// <summary>A gateway on a free port, before a server that plays the provider.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    public const string Key = "test-gateway-key";
    private readonly ModelGateway _models;
    private readonly GatewayServer _server;

    private Gateway(ModelServer upstream, ModelGateway models, GatewayServer server) => (Upstream, _models, _server) = (upstream, models, server);

    public ModelServer Upstream { get; }

    public ModelGateway Models => _models;

    public Uri Url => new(_server.Url, "v1");

    public static Task<Gateway> StartAsync(Func<GatewayServerOptions, GatewayServerOptions>? change = null, params AgentDefinition[] agents) =>
        StartAsync(Local, change, agents: agents);

    /// <summary>A gateway whose log is heard.</summary>
    public static Task<Gateway> StartAsync(HeardLog log) => StartAsync(Local, change: null, log);

    /// <summary>A gateway before a provider that is configured in another way.</summary>
    public static Task<Gateway> WithAsync(Func<ProviderOptions, ProviderOptions> configure) => StartAsync(upstream => configure(Local(upstream)), change: null);

    /// <summary>A gateway before a provider of another kind.</summary>
    public static Task<Gateway> BeforeAsync(string kind, string model) => StartAsync(
        upstream => new ProviderOptions(kind, kind)
        {
            BaseUrl = kind is "anthropic" or "gemini" ? upstream.Url : upstream.OpenAiUrl,
            DefaultModel = model,
            Key = new Secret("key-of-the-provider"),
        },
        change: null);

    private static ProviderOptions Local(ModelServer upstream) =>
        new("local", "openai-compatible") { BaseUrl = upstream.OpenAiUrl, DefaultModel = "served-model" };
    /// <summary>A gateway as <c>AddAxle</c> puts it together, with guards.</summary>
    public static async Task<Gateway> ComposedAsync(GuardrailOptions guardrails)
    {
        var upstream = await ModelServer.StartAsync();
        var local = new ProviderOptions("local", "openai-compatible") { BaseUrl = upstream.OpenAiUrl, DefaultModel = "served-model" };
        var options = new ModelOptions([local]) { Guardrails = guardrails };
        var services = new ServiceCollection();
        services.AddSingleton<IRunStore>(new MemoryRunStore(new MemoryDisk(), "gateway"));
        services.AddAxle(axle => (axle.Models, axle.TakeUpRuns, axle.HomeDirectory) = (options, false, null));
        var host = services.BuildServiceProvider();
        var models = host.GetRequiredService<ModelGateway>();
        var settings = new GatewayServerOptions { Port = 0, Patience = TimeSpan.Zero, Keys = [new("TEST_KEY", Key) { User = "alice" }] };
        return new Gateway(upstream, models, await GatewayServer.StartAsync(models, options, new AgentRegistry([]), settings));
    }

    private static async Task<Gateway> StartAsync(
        Func<ModelServer, ProviderOptions> provider, Func<GatewayServerOptions, GatewayServerOptions>? change, HeardLog? log = null,
        params AgentDefinition[] agents)
    {
        var upstream = await ModelServer.StartAsync();
        var options = new ModelOptions([provider(upstream)]);
        var models = new ModelGateway(options);
        var settings = new GatewayServerOptions { Port = 0, Patience = TimeSpan.Zero, Keys = [new("TEST_KEY", Key) { User = "alice" }] };
        var server = await GatewayServer.StartAsync(models, options, new AgentRegistry(agents), change?.Invoke(settings) ?? settings, logger: log);
        return new Gateway(upstream, models, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _models.Dispose();
        await Upstream.DisposeAsync();
    }
}
