using System.Reflection;
using Axle.Agents.Library;
using Axle.Agents.References;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Storage.Sqlite;
using Axle.Tools.Contract;
using Axle.Workflows.Archive;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Retention;
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
    /// Adds the engine with its SQLite store, the agents, the built-in tools and the model gateway: ask for <see cref="WorkflowEngine"/>
    /// to execute workflows and for <see cref="IRunStore"/> to look at runs. All are singletons and made when they are first asked for.
    /// What the host registered before stays in force.
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
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        AddTools(services, options);
        AddAgents(services, options);
        AddEngine(services, options);
        return new AxleBuilder(services);
    }

    private static void AddTools(IServiceCollection services, AxleOptions options)
    {
        foreach (var tool in BuiltInTools.Create(Version, options.FullReportsDirectory))
            services.AddSingleton(tool);
        services.TryAddSingleton<ToolCatalog>();
    }

    private static void AddAgents(IServiceCollection services, AxleOptions options)
    {
        services.TryAddSingleton(_ => options.Models ?? ModelOptionsReader.ReadDirectory(options.ProjectDirectory));
        services.TryAddSingleton(static host => new ModelGateway(
            host.GetRequiredService<ModelOptions>(), host.GetRequiredService<TimeProvider>(), host.GetService<ILogger<ModelGateway>>()));
        services.TryAddSingleton(_ => AgentLibrary.Load(options.HomeDirectory, options.ProjectDirectory));
        services.TryAddSingleton(static host => new AgentRegistry(host.GetRequiredService<LoadedAgents>().Agents));
        services.TryAddSingleton<AgentRouter>();
        services.TryAddSingleton<AgentReferences>();
        services.TryAddSingleton<AgentServices>();
        services.TryAddSingleton<IStepHandler>(static host => new LateStepHandler(host.GetRequiredService<AgentServices>));
    }

    private static void AddEngine(IServiceCollection services, AxleOptions options)
    {
        services.TryAddSingleton<IRunStore>(
            host => SqliteRunStore.Open(options.FullDatabasePath, options.CreateCodec(), host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IWorkQueue, PriorityWorkQueue>();
        services.TryAddSingleton<IDefinitionLoader, DefinitionLoader>();
        services.TryAddSingleton<RunReader>();
        services.TryAddSingleton(new EngineOptions { StepConcurrency = options.StepConcurrency, Actor = options.Actor });
        services.TryAddSingleton<WorkflowEngine>();
        services.TryAddSingleton(host => new RetentionRunner(
            host.GetRequiredService<IRunStore>(),
            options.Retention,
            host.GetRequiredService<TimeProvider>(),
            options.FullArchiveDirectory is { } directory ? new ArchiveFolder(directory) : null,
            new ArchiveExportOptions { Pack = true }));
        services.AddHostedService<RetentionService>();
    }
}
