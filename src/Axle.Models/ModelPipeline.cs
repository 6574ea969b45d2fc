using Axle.Models.Answers;
using Axle.Models.Budget;
using Axle.Models.Cache;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Models.Guarding;
using Axle.Models.Guarding.Output;
using Axle.Models.Ledger;
using Axle.Models.Limits;
using Axle.Models.Providers;
using Axle.Models.Recording;
using Axle.Models.Routing;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Axle.Models;

/// <summary>The way of a call, read from top to bottom. What comes back goes the other way.</summary>
internal sealed class ModelPipeline : IDisposable
{
    private readonly ModelTraffic? _traffic;

    /// <summary>Builds the stations.</summary>
    public ModelPipeline(
        ModelOptions options, IReadOnlyList<IModelProvider> providers, GatewayServices services, TimeProvider time, ILogger logger)
    {
        _traffic = ModelTraffic.Open(ref options, services.PersonalData);
        var listeners = new GatewayListeners(services.Listeners);
        var deployments = new DeploymentTable(
            options.Catalog.Find, options.Routing, services.Limits is { } store ? rule => new SharedLimit(store, rule, time) : null);
        Deployments = new DeploymentBoard(options, providers, deployments, time);
        var planner = new RoutePlanner(options, providers, deployments);
        var book = services.Book ?? new SpendingBook(options.Budgets, new MemoryLedger(time), time);
        book.Told += listeners.Tell;
        var gate = new GatedAttempt(services.Gate);
        var router = new Router(planner, options.Routing, listeners, time, logger);
        var clients = new DeploymentClients<IChatClient>(deployment => ModelConnection.Open(deployment, book, time));
        var route = new RouteChatClient(router, clients, gate, listeners, time, logger);
        var answer = new StructuredAnswerClient(route, logger);
        var purchase = new VectorPurchase(options.Catalog, book, time);
        Embeddings = new EmbeddingRoute(
            new Router(new EmbeddingPlanner(options, providers, deployments, time), options.Routing, listeners, time, logger),
            new DeploymentClients<IEmbeddingGenerator<string, Embedding<float>>>(deployment => EmbeddingPlanner.Connect(deployment, time)),
            services.Guards,
            gate,
            purchase,
            time);
        Answers = new AnswerShelf(
            options.Cache,
            services.Answers ?? new MemoryCacheStore(options.Cache, time),
            QuestionVectors.Connect(options, providers, purchase, time, logger),
            listeners,
            time);
        IChatClient cache = new CacheChatClient(answer, Answers);
        var looked = services.AnswerGuard is { } judge ? new AnswerGuardClient(cache, judge, Answers, services.ExplainsGuards) : cache;
        Entrance = services.Guards.Count > 0 ? new GuardChatClient(looked, services.Guards, Answers) : looked;
    }

    /// <summary>Where a call goes in.</summary>
    public IChatClient Entrance { get; }

    /// <summary>Where texts go in that are to become vectors.</summary>
    public EmbeddingRoute Embeddings { get; }

    /// <summary>How everybody who can be asked stands.</summary>
    public DeploymentBoard Deployments { get; }

    /// <summary>The answers that are kept.</summary>
    public AnswerShelf Answers { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Entrance.Dispose();
        Embeddings.Dispose();
        _traffic?.Dispose();
    }
}
