using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Commands;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Client.Runs;

namespace Axle.Cli.Servers;

/// <summary>Runs of a server, told as commands tell runs.</summary>
/// <param name="call">Where they are told.</param>
/// <param name="server">The server.</param>
internal sealed class ServedRuns(Invocation call, ServerSession server)
{
    private static readonly JsonSerializerOptions Line = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The exit code for where a run is.</summary>
    public static int CodeOf(Run run) => ExitCodes.Of(StatusOf(run));

    /// <summary>Where a run is, as the engine says it.</summary>
    public static Workflows.Runs.RunStatus StatusOf(Run run) => Enum.Parse<Workflows.Runs.RunStatus>(run.Status.ToString());

    /// <summary>The word for where a run is.</summary>
    public static string Name(RunStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <summary>Tells how a run stands, and what came out of it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="code">The exit code that goes with it; null for none.</param>
    public void Show(Run run, int? code = null)
    {
        if (call.Json)
        {
            call.WriteDocument(ServedRunDocument.Of(run, server.Url, code), CliJson.Context.ServedRunDocument);
            return;
        }

        call.Say($"{run.Id}  {run.Workflow}{(run.Version is { } version ? $" {version}" : "")}  {Name(run.Status)}");
        call.Say($"  Server    {server.Url}");
        call.Say($"  Started   {Words.Of(run.CreatedAt, call.Outside.Time)}, last event {Words.Of(run.UpdatedAt - run.CreatedAt)} later");
        if (run.ForkOf is { } parent)
            call.Say($"  Fork of   {parent}");
        if (run.Error is { } error)
            call.Say($"  Error     {error}");
        foreach (var wait in run.Waits)
            call.Say($"  Waits     {wait.Step}: {wait.Kind}{(wait.For is { } what ? $" {what}" : "")}{(wait.Until is { } until ? $" until {Words.Of(until, call.Outside.Time)}" : "")}");
        if (run.Outputs is { } outputs)
            call.Say($"  Outputs   {outputs.GetRawText()}");
    }

    /// <summary>Stays with a run until it ends; Ctrl-C leaves it to the server.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Number of the last event that is no news.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code of the run.</returns>
    public async Task<int> AttendAsync(Run run, long after, CancellationToken cancellationToken)
    {
        call.Note($"Run {run.Id} of {run.Workflow} at {server.Url}. Ctrl-C leaves it to the server.");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = call.Outside.Interrupts.Watch(_ => stopping.Cancel());
        try
        {
            await foreach (var happened in server.Client.Runs.WatchAsync(run.Id, after, stopping.Token))
                call.Note(LineOf(happened));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            call.Note($"The run goes on. 'ax workflow events {run.Id} --follow --server {server.Url}' watches it.");
            return ExitCodes.Success;
        }

        var ended = await server.Client.Runs.GetAsync(run.Id, cancellationToken);
        var code = CodeOf(ended);
        Show(ended, code);
        return code;
    }

    /// <summary>An event in a line: JSON when a program reads it.</summary>
    public void Write(RunEvent happened) => call.Say(call.Json ? ToJson(happened).ToJsonString(Line) : LineOf(happened));

    /// <summary>An event as documents have it: its number, time and type, and its own fields.</summary>
    public static JsonObject ToJson(RunEvent happened)
    {
        var json = new JsonObject { ["seq"] = happened.Seq, ["at"] = happened.At, ["type"] = happened.Type };
        if (happened.Path is { } path)
            json["path"] = path;
        foreach (var (name, value) in JsonNode.Parse(happened.Data.GetRawText())!.AsObject().ToList())
            json[name] = value?.DeepClone();
        return json;
    }

    /// <summary>Tells what became of something that was asked of a run.</summary>
    public int Tell(RunAnswer answer, string asked, string done)
    {
        if (call.Json)
            call.WriteDocument(new SignalDocument(answer.Run.Id, asked, answer.Applied, Name(answer.Run.Status)), CliJson.Context.SignalDocument);
        else
            call.Say(answer.Applied ? done : $"{done} The process that executes the run acts on it.");
        return ExitCodes.Success;
    }

    private string LineOf(RunEvent happened)
    {
        var why = happened.Data.ValueKind == JsonValueKind.Object && happened.Data.TryGetProperty("error", out var error)
            && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? $": {message.GetString()}" : "";
        return $"{happened.Seq,5}  {Words.TimeOfDay(happened.At, call.Outside.Time)}  {happened.Type}{(happened.Path is { } path ? $"  {path}" : "")}{why}";
    }
}
