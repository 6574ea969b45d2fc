using System.CommandLine;
using Axle.Agents.Escalation;
using Axle.Cli.Hosting;
using Axle.Cli.Servers;
using Axle.Client.Sessions;

namespace Axle.Cli.Commands.Sessions;

/// <summary>A command about one session, which it finds by name before it does its work.</summary>
internal abstract class SessionCommand : AxCommand
{
    private readonly Argument<string> _session = new("SESSION") { Description = "The session, as 'ax session list' names it, or its id." };
    private readonly Option<string?> _user = new("--user") { Description = "Whose it is, where users have sessions of the same name.", HelpName = "USER" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Whose it is, where there are tenants. A server knows by its key.", HelpName = "NAME" };

    protected SessionCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples)
    {
        Add(_session);
        Add(_user);
        Add(_tenant);
        WorksAtServer(async (call, server, stop) => await RunAsync(call, server, await FindAsync(call, server, stop), stop));
    }

    /// <summary>Does it at a server.</summary>
    protected abstract Task<int> RunAsync(Invocation call, ServerSession server, AgentSession session, CancellationToken cancellationToken);

    /// <summary>Does it here.</summary>
    protected abstract Task<int> RunAsync(Invocation call, AxleHost host, SessionState session, CancellationToken cancellationToken);

    protected sealed override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var (name, user, tenant) = (call.Require(_session), call.Get(_user), call.Get(_tenant));
        var known = await host.Get<SessionShelf>().KnownAsync(tenant, cancellationToken);
        var fitting = known.Where(s => (s.Session == name || SessionShelf.IdOf(s) == name) && (user is null || s.User == user)).ToList();
        return await RunAsync(call, host, Only(name, fitting, static s => Owner(s.User, s.Tenant)), cancellationToken);
    }

    private async Task<AgentSession> FindAsync(Invocation call, ServerSession server, CancellationToken cancellationToken)
    {
        var name = call.Require(_session);
        var fitting = await server.Client.Sessions.ListAsync(call.Get(_user), cancellationToken)
            .Where(s => s.Session == name || s.Id == name).ToListAsync(cancellationToken);
        return Only(name, fitting, static s => Owner(s.User, null));
    }

    private static T Only<T>(string name, List<T> fitting, Func<T, string> owner) => fitting.Count == 1 ? fitting[0] : throw new AxleException(
        ErrorKind.NotFound,
        fitting.Count == 0
            ? $"Nothing is known of a session '{name}'. 'ax session list' lists those there are, with their users and tenants."
            : $"{fitting.Count} sessions are named '{name}': of {string.Join(", ", fitting.Select(owner))}. Say whose with --user and --tenant.");

    private static string Owner(string? user, string? tenant) => (user, tenant) switch
    {
        (null, null) => "nobody in particular",
        (null, _) => $"tenant {tenant}",
        (_, null) => user,
        _ => $"{user} in tenant {tenant}",
    };
}
