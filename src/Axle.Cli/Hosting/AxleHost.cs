using Axle.Hosting;
using Axle.Library;
using Axle.Storage.Postgres;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Cli.Hosting;

/// <summary>Axle, put together by <see cref="AxleServices.AddAxle"/> as in any other host, for the time of one command.</summary>
internal sealed class AxleHost : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);
    private readonly ServiceProvider _services;
    private readonly bool _hasOwnStore;
    private readonly bool _isShared;

    private AxleHost(ServiceProvider services, bool hasOwnStore, string databasePath, string store)
    {
        _services = services;
        _hasOwnStore = hasOwnStore;
        DatabasePath = databasePath;
        _isShared = PostgresAddress.IsOne(store);
        Place = _isShared ? PostgresAddress.Named(store) : databasePath;
    }

    /// <summary>The database file; absolute. With PostgreSQL only what is this machine's is in it.</summary>
    public string DatabasePath { get; }

    /// <summary>Where the runs are, for people: the database file, or <c>postgres://host:port/database</c>.</summary>
    public string Place { get; }

    /// <summary>All of it, for what asks by itself.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Executes, pauses and cancels runs.</summary>
    public WorkflowEngine Engine => Get<WorkflowEngine>();

    /// <summary>The runs. Makes the database when it is not there.</summary>
    public IRunStore Store => Get<IRunStore>();

    /// <summary>Who uses this, as histories name them.</summary>
    public static string ActorOf(Outside outside) =>
        (outside.Environment("USER") ?? outside.Environment("USERNAME")) is { Length: > 0 and <= 100 } user ? $"{user} (ax)" : "ax";

    public static AxleHost Create(Outside outside, string databasePath, string store, ProjectWorkflows workflows, Action<AxleOptions>? configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(outside.Time);
        services.AddSingleton(workflows);
        outside.Services(services);
        var hasOwnStore = services.Any(static s => s.ServiceType == typeof(IRunStore));
        services.AddAxle(options =>
        {
            options.ProjectDirectory = outside.Directory;
            options.HomeDirectory = outside.Environment("HOME") ?? outside.Environment("USERPROFILE");
            options.DatabasePath = databasePath;
            options.EncryptionKeys = outside.Environment(AxleOptions.EncryptionKeysVariable) is { Length: > 0 } keys ? keys : null;
            options.Store = store;
            options.Actor = ActorOf(outside);
            // Most commands look, or execute the one run they are asked to; 'ax engine' is for all others.
            options.TakeUpRuns = false;
            options.HostCommands = HostCommands.ByRun;
            configure?.Invoke(options);
        });
        return new AxleHost(services.BuildServiceProvider(), hasOwnStore, databasePath, store);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Begins what goes on in the background of a host: taking up runs, removing old ones.</summary>
    /// <returns>Ends it again; runs are let go of when the host is disposed.</returns>
    public async Task<Func<Task>> StartBackgroundAsync(CancellationToken cancellationToken)
    {
        var background = _services.GetServices<IHostedService>().ToArray();
        foreach (var service in background)
            await service.StartAsync(cancellationToken);
        // As a host does: what began last stops first.
        return async () =>
        {
            foreach (var service in background.Reverse())
                await service.StopAsync(CancellationToken.None);
        };
    }

    /// <summary>Whether there is a database: commands that only look do not make one.</summary>
    public bool HasDatabase => _hasOwnStore || _isShared || File.Exists(DatabasePath);

    /// <summary>Whether another process is there that takes up runs of this database.</summary>
    public async Task<bool> HasEngineAsync(CancellationToken cancellationToken) =>
        Store is PostgresRunStore shared ? await shared.HasEngineAsync(cancellationToken) : EngineLock.IsTaken(DatabasePath);

    /// <summary>The runs, for commands that need one that exists.</summary>
    /// <exception cref="AxleException">There is no database.</exception>
    public IRunStore RequireStore() => HasDatabase
        ? Store
        : throw new AxleException(
            ErrorKind.NotFound,
            $"There is no database at '{DatabasePath}', so there are no runs. Run this where you ran 'ax workflow execute', or name the file with --database.");

    /// <summary>
    /// Stops. A step that does not heed its cancellation holds this up no longer than <see cref="LongestStop"/>: what it did is not
    /// recorded, and it runs again when its run is resumed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        var stopping = _services.DisposeAsync().AsTask();
        if (await Task.WhenAny(stopping, Task.Delay(LongestStop, TimeProvider.System)) == stopping)
            await stopping;
    }
}
