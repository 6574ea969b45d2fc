using System.Runtime.CompilerServices;
using Axle.Cli.Commands;
using Axle.Cli.Hosting;
using Axle.Cli.Sources;
using Axle.Client;
using Axle.Client.Approvals;
using Axle.Client.Runs;

namespace Axle.Cli.Servers;

/// <summary>What a command does at a server.</summary>
/// <param name="call">The call.</param>
/// <param name="server">The server.</param>
/// <param name="cancellationToken">Cancels the work.</param>
/// <returns>One of <see cref="ExitCodes"/>.</returns>
internal delegate Task<int> ServerWork(Invocation call, ServerSession server, CancellationToken cancellationToken);

/// <summary>A server for the time of one command.</summary>
internal sealed class ServerSession
{
    // What cannot be asked of a run as it stands is told here as of a run of here.
    private static readonly string[] NotNow = ["status", "ignored", "ended", "no-fork"];

    private ServerSession(Uri url, AxleClient client) => (Url, Client) = (url, client);

    /// <summary>Where it is.</summary>
    public Uri Url { get; }

    /// <summary>Asks it.</summary>
    public AxleClient Client { get; }

    /// <summary>Does a command's work at a server.</summary>
    /// <param name="call">The call.</param>
    /// <param name="address">The server as it was typed.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AxleException">Nobody has signed in there, it cannot be reached, or it refuses.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<int> UseAsync(Invocation call, string address, ServerWork work, CancellationToken cancellationToken)
    {
        if (call.HasTypedDatabase)
            throw new UsageException("--server and --database exclude each other: a server has a database of its own.");
        var kept = new ServerBook(call.Outside).Find(address)
            ?? throw new AxleException(ErrorKind.Authentication, $"You are not signed in at '{address}'. Sign in first: ax login {address}");
        using var client = new AxleClient(new AxleClientOptions { Server = kept.Url, Token = kept.Token, Time = call.Outside.Time });
        try
        {
            return await work(call, new ServerSession(kept.Url, client), cancellationToken);
        }
        catch (AxleClientException held) when (held.Code is "run-held" or "run-advanced")
        {
            throw new RunElsewhereException(held.Message, held);
        }
        catch (AxleClientException refused)
        {
            throw ErrorOf(refused, kept.Url);
        }
        catch (HttpRequestException fault)
        {
            throw new AxleException(ErrorKind.Network, $"{kept.Url} cannot be reached: {fault.Message} Is 'ax serve' running there?", fault);
        }
    }

    /// <summary>What a refusal of a server is here.</summary>
    public static AxleException ErrorOf(AxleClientException refused, Uri url) => refused.Status switch
    {
        400 => new AxleException(ErrorKind.Validation, refused.Message, refused),
        401 => new AxleException(ErrorKind.Authentication, $"{refused.Message} Then: ax login {url}", refused),
        403 => new AxleException(ErrorKind.Refused, refused.Message, refused),
        404 => new AxleException(ErrorKind.NotFound, refused.Message, refused),
        409 when NotNow.Contains(refused.Code) => new AxleException(ErrorKind.Validation, refused.Message, refused),
        429 => new AxleException(ErrorKind.RateLimited, refused.Message, refused),
        >= 500 => new AxleException(ErrorKind.Overloaded, refused.Message, refused),
        _ => new AxleException(ErrorKind.Failed, refused.Message, refused),
    };

    /// <summary>Finds a run as it is named on the command line: its id, the beginning or the end of it, or <c>latest</c>.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: there is none, or more than one fits.</exception>
    public async Task<Run> FindRunAsync(string text, CancellationToken cancellationToken)
    {
        var newest = Client.Runs.ListAsync(cancellationToken: cancellationToken).Take(RunReference.MostSearched);
        if (string.Equals(text, RunReference.Latest, StringComparison.OrdinalIgnoreCase))
        {
            return await newest.FirstOrDefaultAsync(cancellationToken) is { } last
                ? await Client.Runs.GetAsync(last.Id, cancellationToken)
                : throw new AxleException(ErrorKind.NotFound, $"There are no runs at {Url} yet.");
        }

        try
        {
            return await Client.Runs.GetAsync(text, cancellationToken);
        }
        catch (AxleClientException none) when (none.Status is 400 or 404)
        {
            var fitting = newest.Where(r =>
                r.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase) || r.Id.EndsWith(text, StringComparison.OrdinalIgnoreCase));
            var found = await fitting.Take(2).ToListAsync(cancellationToken);
            return found.Count == 1
                ? await Client.Runs.GetAsync(found[0].Id, cancellationToken)
                : throw new AxleException(ErrorKind.NotFound, found.Count == 0
                    ? $"There is no run '{text}' at {Url}. 'ax workflow list --server {Url}' shows the runs there are."
                    : $"More than one run fits '{text}'. Give more of the id, its beginning or its end.");
        }
    }

    /// <summary>The text of a workflow: of a file of here, or one that the server has by this name.</summary>
    public async Task<string> WorkflowTextAsync(Outside outside, string name, CancellationToken cancellationToken) =>
        await TextOfFileAsync(outside, name, cancellationToken) ?? (await Client.Workflows.GetAsync(name, cancellationToken)).Yaml;

    /// <summary>The text of a workflow file of here; null when there is no such file.</summary>
    public static async Task<string?> TextOfFileAsync(Outside outside, string name, CancellationToken cancellationToken) =>
        outside.FullPath(name) is var path && File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;

    /// <summary>The one question of a run that is meant.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">Address of the step, or its end; null when there is only one.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: there is none, or more than one fits.</exception>
    public async Task<Approval> FindApprovalAsync(Run run, string? step, CancellationToken cancellationToken)
    {
        var open = await Client.Approvals.ListAsync(run.Id, cancellationToken: cancellationToken);
        var fitting = open.Where(a => step is null || a.Step == step || a.Step.EndsWith("/" + step, StringComparison.Ordinal)).ToList();
        return fitting.Count == 1
            ? fitting[0]
            : throw new AxleException(ErrorKind.NotFound, open.Count == 0
                ? $"Run {run.Id} waits for no approval. 'ax approval list --server {Url}' shows those that do."
                : $"Run {run.Id} asks {open.Count} questions. Name the step of one: {string.Join(", ", open.Select(static a => a.Step))}.");
    }
}

/// <summary>Another process than the server's executes the run, or advanced it first.</summary>
internal sealed class RunElsewhereException(string message, Exception inner) : Exception(message, inner);
