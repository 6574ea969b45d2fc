using System.Reflection;
using Axle.Agents.Connections;
using Axle.Agents.Escalation;
using Axle.Agents.Kinds;
using Axle.Agents.Library;
using Axle.Agents.Memory;
using Axle.Agents.References;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Agents.Standing;
using Axle.Encryption;
using Axle.Guarding;
using Axle.Guardrails.Input;
using Axle.Guardrails.Policy;
using Axle.Guardrails.Policy.External;
using Axle.Hosting;
using Axle.Identity.Ports;
using Axle.Library;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Guarding;
using Axle.Models.Guarding.Output;
using Axle.Models.Ledger;
using Axle.Models.Limits;
using Axle.Models.Telemetry;
using Axle.Policies;
using Axle.Privacy;
using Axle.Queue.RabbitMq;
using Axle.Steps;
using Axle.Storage.Postgres;
using Axle.Storage.Sqlite;
using Axle.Tools.BuiltIn.Code.Running;
using Axle.Tools.Contract;
using Axle.Tools.Sandbox;
using Axle.Tools.Mcp;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Settings;
using Axle.Tools.Mcp.SignIn;
using Axle.Tools.Pins;
using Axle.Workflows.Archive;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Resilience.Caching;
using Axle.Workflows.Resilience.CircuitBreaking;
using Axle.Workflows.Retention;
using Axle.Workflows.Scaling;
using Axle.Workflows.Schedules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Axle;

/// <summary>Adds Axle to a host.</summary>
public static class AxleServices
{
    /// <summary>Axle's version, for example <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(AxleServices).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>
    /// Adds the engine with its store (SQLite, or PostgreSQL where <see cref="AxleOptions.Store"/> says so), the agents, the built-in tools and
    /// the model gateway: ask for <see cref="WorkflowEngine"/> to execute workflows and for <see cref="IRunStore"/> to look at runs. All are
    /// singletons and made when they are first asked for; the engine at the latest when the host starts, unless
    /// <see cref="AxleOptions.TakeUpRuns"/> is false. What the host registered before stays in force.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes settings; null for the defaults.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: settings are faulty; all faults in one message.</exception>
    public static AxleBuilder AddAxle(this IServiceCollection services, Action<AxleOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new AxleOptions();
        configure?.Invoke(options);
        options.Validate();
        options.ChooseStore();
        options.ChooseQueue();
        options.ChooseBulkheads();
        options.ChooseCommandEnvironment();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        AddTools(services, options);
        AddAgents(services, options);
        AddNode(services, options);
        AddSteps(services, options);
        AddEngine(services, options);
        AddHosting(services, options);
        return new AxleBuilder(services);
    }

    private static void AddTools(IServiceCollection services, AxleOptions options)
    {
        foreach (var tool in BuiltInTools.Create(Version, options.FullReportsDirectory, options.Shell, options.Web))
            services.AddSingleton(tool);
        services.TryAddSingleton(static host => new CodeSandbox(host.GetRequiredService<TimeProvider>(), host.GetService<ILogger<CodeSandbox>>()));
        services.AddSingleton<ITool>(static host => new CodeRunTool(host.GetRequiredService<CodeSandbox>()));
        services.TryAddSingleton<ICodeSandbox>(static host => new BoxedCode(host.GetRequiredService<CodeSandbox>()));
        services.TryAddSingleton(static host => new SharedMemory(host.GetRequiredService<IValueStore>, host.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static host => MemoryTools.Read(host.GetRequiredService<SharedMemory>()));
        services.AddSingleton(static host => MemoryTools.Write(host.GetRequiredService<SharedMemory>()));
        services.AddSingleton(static host => MemoryTools.List(host.GetRequiredService<SharedMemory>()));
        services.AddSingleton(static host => MemoryTools.History(host.GetRequiredService<SharedMemory>()));
        services.TryAddSingleton(host => new McpTools(
            options.Mcp ?? McpSettingsReader.ReadDirectory(
                Path.GetFullPath(options.ProjectDirectory),
                Environment.GetEnvironmentVariable,
                new McpTrust(options.HomeDirectory, Environment.GetEnvironmentVariable)),
            host.GetRequiredService<TimeProvider>(),
            host.GetService<McpAnswers>() ?? new McpAnswers { SignIn = server => McpSignIn.Kept(options.HomeDirectory, server) }));
        services.AddSingleton<IToolSource>(static host => host.GetRequiredService<McpTools>());
        services.TryAddSingleton(_ => new PolicyEngine(PolicyFolder.Read(Path.Combine(options.ProjectDirectory, ".axle", "policies"))));
        services.TryAddSingleton(static host => new PolicyServer(
            host.GetRequiredService<ModelOptions>().Guardrails.PolicyServer, Environment.GetEnvironmentVariable, host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IPolicyDecider>(static host => new PolicyChain(
            host.GetRequiredService<PolicyEngine>(), host.GetService<OpenPolicyAgent>() ?? host.GetRequiredService<PolicyServer>().Decider));
        services.TryAddSingleton(static host => new PolicyGate(
            host.GetRequiredService<IPolicyDecider>(),
            new SourceConfidentiality(host.GetRequiredService<ModelOptions>().Guardrails.Confidentiality),
            host.GetRequiredService<TimeProvider>(),
            host.GetService<ILogger<PolicyGate>>()));
        services.TryAddSingleton<IToolGate>(static host => host.GetRequiredService<PolicyGate>());
        services.TryAddSingleton<IModelGate>(static host => host.GetRequiredService<PolicyGate>());
        services.TryAddSingleton(static host => CatalogOf(host));
    }

    // Made when the first step or check needs tools. Servers whose tools nobody remembers are asked then, once.
    private static ToolCatalog CatalogOf(IServiceProvider host)
    {
        var mcp = host.GetRequiredService<McpTools>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15), host.GetRequiredService<TimeProvider>());
        Task.Run(() => mcp.DiscoverAsync(all: false, patience.Token)).GetAwaiter().GetResult();
        var pins = ToolPins.Open(host.GetRequiredService<AxleOptions>().ProjectDirectory);
        return new ToolCatalog(
            host.GetServices<ITool>(), host.GetServices<IToolSource>().Select(source => new PinnedTools(source, pins)), host.GetRequiredService<IToolGate>());
    }

    private static void AddAgents(IServiceCollection services, AxleOptions options)
    {
        services.TryAddSingleton(_ => options.Models ?? ModelOptionsReader.ReadDirectory(options.ProjectDirectory));
        services.TryAddSingleton(LedgerOf);
        services.TryAddSingleton<ILimitStore>(static host => host.GetRequiredService<IRunStore>() is PostgresRunStore postgres
            ? postgres.Limits
            : new MemoryLimits(host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static host => new SpendingBook(
            host.GetRequiredService<ModelOptions>().Budgets, host.GetRequiredService<IModelLedger>(), host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static host => InjectionGuard.Cascade(
            host.GetRequiredService<ModelOptions>().Guardrails, host.GetRequiredService<TimeProvider>(), host.GetService<IInputJudge>()));
        services.AddSingleton<IModelGuard>(static host => new InjectionGuard(
            host.GetRequiredService<InputGuard>(), host.GetRequiredService<ModelOptions>().Guardrails, host.GetService<ILogger<InjectionGuard>>(),
            host.GetRequiredService<AxleOptions>().ExplainsGuards));
        services.AddSingleton<IModelGuard>(static host => new PseudonymGuard(host.GetRequiredService<ModelOptions>().Guardrails.Pseudonyms));
        services.TryAddSingleton(static host => new GatewayServices
        {
            Book = host.GetRequiredService<SpendingBook>(),
            Guards = [.. host.GetServices<IModelGuard>()],
            Gate = host.GetRequiredService<IModelGate>(),
            AnswerGuard = host.GetService<IAnswerGuard>() ?? AnswerGuardOf(host),
            ExplainsGuards = host.GetRequiredService<AxleOptions>().ExplainsGuards,
            Listeners = [.. host.GetServices<IGatewayListener>()],
            Limits = host.GetRequiredService<ILimitStore>() is not MemoryLimits and var limits ? limits : null,
        });
        services.TryAddSingleton(static host => new ModelGateway(
            host.GetRequiredService<ModelOptions>(),
            host.GetRequiredService<TimeProvider>(),
            host.GetService<ILogger<ModelGateway>>(),
            host.GetRequiredService<GatewayServices>()));
        services.TryAddSingleton(_ => AgentLibrary.Load(options.HomeDirectory, options.ProjectDirectory));
        AddAgentKinds(services, options);
        services.TryAddSingleton(static host => new AgentRegistry(
            host.GetRequiredService<CodedAgents>().Over(host.GetRequiredService<LoadedAgents>().Agents)));
        services.TryAddSingleton(static host => new AgentBook(
            host.GetRequiredService<TimeProvider>(),
            new AgentHealthShelf(host.GetRequiredService<IValueStore>, host.GetRequiredService<TimeProvider>())));
        services.TryAddSingleton<AgentRouter>();
        services.TryAddSingleton<AgentReferences>();
        services.TryAddSingleton(static host => new SessionShelf(host.GetRequiredService<IValueStore>, host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<SessionDesk>();
        services.TryAddSingleton(static host => new AgentServices(
            host.GetRequiredService<AgentRouter>(),
            host.GetRequiredService<ToolCatalog>(),
            host.GetRequiredService<ModelGateway>(),
            host.GetRequiredService<TimeProvider>(),
            host.GetRequiredService<AgentDesk>())
        {
            Connected = host.GetRequiredService<ConnectedAgents>(),
            Sessions = host.GetRequiredService<SessionShelf>(),
            Escalation = host.GetRequiredService<ModelOptions>().Guardrails.Escalation,
        });
        services.TryAddSingleton<IStepHandler>(static host => new LateStepHandler(host.GetRequiredService<AgentServices>));
    }

    // A judge asks the gateway that it guards, which is there by the time of the first answer.
    private static AgentAnswerGuards AnswerGuardOf(IServiceProvider host)
    {
        var (options, time) = (host.GetRequiredService<ModelOptions>().Guardrails, host.GetRequiredService<TimeProvider>());
        return new AgentAnswerGuards(
            options.Output,
            host.GetRequiredService<LoadedAgents>,
            output => AnswerGuard.Of(output, host.GetRequiredService<ModelGateway>, options.FailClosed, time));
    }

    private static void AddAgentKinds(IServiceCollection services, AxleOptions options)
    {
        services.TryAddSingleton(static host => new CodedAgents(host.GetServices<IAgent>()));
        services.AddSingleton<IAgentKind>(static host => host.GetRequiredService<CodedAgents>());
        services.AddSingleton<IAgentKind>(host => new RemoteAgents(
            attributes => options.HostCommands.Allows(attributes), Environment.GetEnvironmentVariable, host.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IAgentKind>(host => new CommandAgents(
            options.HostCommands, Environment.GetEnvironmentVariable, host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static host => new ConnectedAgents(
            host.GetRequiredService<AgentRouter>, host.GetRequiredService<AgentBook>(), host.GetRequiredService<IValueStore>,
            host.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IAgentKind>(static host => host.GetRequiredService<ConnectedAgents>());
        services.AddSingleton<IAgentKind>(static host => new ToolAgents(host.GetRequiredService<ToolCatalog>()));
        services.TryAddSingleton<AgentKinds>();
        services.TryAddSingleton<AgentDesk>();
    }

    private static IModelLedger LedgerOf(IServiceProvider host)
    {
        var ledger = host.GetRequiredService<IRunStore>() switch
        {
            SqliteRunStore sqlite => sqlite.Ledger,
            PostgresRunStore postgres => postgres.Ledger,
            _ => null,
        };
        if (ledger is null)
            return new MemoryLedger(host.GetRequiredService<TimeProvider>());

        // A container disposes what it handed out last first. The store is handed out under this name too, and must outlive the book above its ledger.
        _ = host.GetRequiredService<IValueStore>();
        return ledger;
    }

    // Before what makes steps: it stops after that, and tells what was made until the end.
    private static void AddNode(IServiceCollection services, AxleOptions options)
    {
        services.TryAddSingleton<PoolMeter>();
        if (options.RolesOfNode.Count == 0)
            return;
        services.AddHostedService(host => new NodeHosting(host, options));
        services.AddHostedService(host => new LoadReporting(host, options));
    }

    private static void AddSteps(IServiceCollection services, AxleOptions options)
    {
        services.AddSingleton(host => new StepKindHandler(
            "run",
            new HostCommandHandler(options.HostCommands, options.HostCommandOutput, options.CommandEnvironment!, host.GetRequiredService<TimeProvider>())));
        services.AddSingleton(static host => new StepKindHandler("code", new CodeStepHandler(host.GetRequiredService<ICodeSandbox>())));
        services.TryAddSingleton(static host => new StepResultCache(host.GetRequiredService<IValueStore>(), host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(host => new CircuitBreakers(
            host.GetRequiredService<IValueStore>(), host.GetRequiredService<TimeProvider>(), options.CircuitBreakers));
        services.TryAddSingleton(host => new BulkheadPools(
            host.GetRequiredService<TimeProvider>(), options.Bulkheads, host.GetRequiredService<IRunStore>() as IBulkheadStore,
            options.QueueNote ?? (host.GetService<ILogger<BulkheadPools>>() is { } logger ? note => EngineWarnings.Queue(logger, note) : null)));
        QueueServices.Add(services, options);
    }

    private static void AddEngine(IServiceCollection services, AxleOptions options)
    {
        services.TryAddSingleton<IRunStore>(host => options.PostgresStore is { } address
            ? PostgresRunStore.Open(new PostgresOptions(address) { Codec = options.CreateCodec() }, host.GetRequiredService<TimeProvider>())
            : SqliteRunStore.Open(options.FullDatabasePath, options.CreateCodec(), host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static host => host.GetRequiredService<IRunStore>() as IValueStore ?? throw new AxleException(
            ErrorKind.Validation, "The store that was given to AddAxle keeps no values beside runs (IValueStore). Register an IValueStore too."));
        services.TryAddSingleton(static host => host.GetRequiredService<IRunStore>() switch
        {
            SqliteRunStore sqlite => sqlite.Identity,
            PostgresRunStore postgres => postgres.Identity,
            _ => throw new AxleException(
                ErrorKind.Validation, "The store that was given to AddAxle keeps no users (IIdentityStore). Register an IIdentityStore too."),
        });
        services.TryAddSingleton(host => new StoreEncryption(host.GetRequiredService<IRunStore>(), options));
        services.TryAddSingleton(host => new PersonalData(
            host.GetRequiredService<IRunStore>(), host.GetRequiredService<IValueStore>(), host.GetRequiredService<IModelLedger>(),
            host.GetRequiredService<IRunStore>() is SqliteRunStore or PostgresRunStore ? host.GetRequiredService<IIdentityStore>() : null,
            host.GetService<ModelGateway>(), host.GetRequiredService<TimeProvider>(), ArchivesOf(options)));
        services.TryAddSingleton<IDefinitionLoader, DefinitionLoader>();
        services.TryAddSingleton<RunReader>();
        services.TryAddSingleton(host => new ProjectWorkflows(
            Path.GetFullPath(options.ProjectDirectory), host.GetServices<RegisteredWorkflow>().Select(static r => r.Workflow)));
        services.TryAddSingleton<IWorkflowLibrary>(static host => host.GetRequiredService<ProjectWorkflows>());
        services.TryAddSingleton(host => new EngineOptions
        {
            StepConcurrency = options.StepConcurrency,
            Actor = options.Actor,
            TakeUp = options.TakeUpRuns,
            LeavesRuns = options.LeavesRuns,
            Stored = options.Stored,
            SetBack = options.SetBack ?? (host.GetService<ILogger<WorkflowEngine>>() is { } logger ? setback => EngineWarnings.SetBack(logger, setback) : null),
            Library = host.GetRequiredService<IWorkflowLibrary>(),
        });
        services.TryAddSingleton(static host => new WorkflowEngine(
            host.GetRequiredService<IRunStore>(),
            host.GetRequiredService<IWorkQueue>(),
            Pipeline(host),
            host.GetRequiredService<IDefinitionLoader>(),
            host.GetRequiredService<TimeProvider>(),
            host.GetRequiredService<EngineOptions>()));
    }

    private static ArchiveFolder? ArchivesOf(AxleOptions options) => options.FullArchiveDirectory is { } directory ? new ArchiveFolder(directory) : null;

    internal static IStepHandler Pipeline(IServiceProvider host) => new MeteredSteps(
        Resilient(host), WorkPools.Of, host.GetRequiredService<PoolMeter>(), host.GetRequiredService<TimeProvider>());

    private static StepPipeline Resilient(IServiceProvider host) => new(
        new StepsByKind(host.GetServices<StepKindHandler>(), host.GetRequiredService<IStepHandler>()),
        host.GetRequiredService<TimeProvider>(),
        host.GetRequiredService<StepResultCache>(),
        host.GetRequiredService<CircuitBreakers>(),
        gate: new ToolReuse(host.GetRequiredService<ToolCatalog>, host.GetRequiredService<TimeProvider>()));

    private static void AddHosting(IServiceCollection services, AxleOptions options)
    {
        services.TryAddSingleton(host => new RunExport(host.GetRequiredService<IRunStore>(), host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<RunImport>();
        services.TryAddSingleton(host => new RetentionRunner(
            host.GetRequiredService<IRunStore>(),
            options.Retention,
            host.GetRequiredService<TimeProvider>(),
            ArchivesOf(options),
            new ArchiveExportOptions { Pack = true }));
        services.TryAddSingleton(host => new ScheduleRunner(
            host.GetRequiredService<IValueStore>(),
            (triggered, cancellationToken) => host.GetRequiredService<WorkflowEngine>().StartAsync(ScheduledStarts.Of(triggered, options), cancellationToken),
            host.GetRequiredService<TimeProvider>()));
        if (!options.TakeUpRuns)
            return;
        services.AddHostedService(host => new EngineHosting(host, options));
        services.AddHostedService<RetentionService>();
    }
}
