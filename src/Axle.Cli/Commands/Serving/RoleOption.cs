using System.CommandLine;
using Axle.Queue.RabbitMq;

namespace Axle.Cli.Commands.Serving;

/// <summary>What a node does: some of <c>api</c>, <c>engine</c> and <c>worker</c>.</summary>
internal sealed class RoleOption : Option<string>
{
    private const string Api = "api";
    private const string Engine = "engine";
    private const string Worker = "worker";
    private static readonly string[] All = [Api, Engine, Worker];

    public RoleOption()
        : base("--role")
    {
        Description = "What this node does, parted by commas: api (answers people and programs), engine (executes runs), worker (makes steps). Default: all.";
        HelpName = "ROLES";
        DefaultValueFactory = static _ => string.Join(',', All);
    }

    /// <summary>What was typed.</summary>
    public NodeRoles Read(Invocation call)
    {
        var roles = call.Get(this)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (roles.Length == 0 || roles.Except(All).FirstOrDefault() is { })
            throw new UsageException($"--role {call.Get(this)}: there is no such role. Use one or more of {string.Join(", ", All)}.");
        var read = new NodeRoles(roles.Contains(Api), roles.Contains(Engine), roles.Contains(Worker));
        if (read.Engine != read.Worker && !BrokerAddress.IsOne(call.Queue))
        {
            throw new UsageException(
                $"--role {call.Get(this)}: without a broker, steps are made by the process that executes their run. Say both engine and worker, or set AXLE_QUEUE to amqp://….");
        }

        return read;
    }
}

/// <summary>What a node does.</summary>
/// <param name="Api">Answers people and programs.</param>
/// <param name="Engine">Executes runs.</param>
/// <param name="Worker">Makes steps.</param>
internal sealed record NodeRoles(bool Api, bool Engine, bool Worker)
{
    public void Set(AxleOptions options)
    {
        options.TakeUpRuns = Engine;
        options.LeavesRuns = !Engine;
        options.WorkerPools = Worker ? WorkPools.All : [];
        options.Roles = Names;
    }

    public override string ToString() => string.Join(", ", Names);

    private IReadOnlyList<string> Names => [.. Named(Api, "api"), .. Named(Engine, "engine"), .. Named(Worker, "worker")];

    private static string[] Named(bool has, string name) => has ? [name] : [];
}
