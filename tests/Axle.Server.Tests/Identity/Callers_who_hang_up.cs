using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Models.Configuration;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Server.Mcp.Serving;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Server.Tests.Identity;

public sealed class Callers_who_hang_up
{
    [Fact(Timeout = 600_000)]
    public async Task What_somebody_asked_for_who_hung_up_before_the_answer_is_in_the_log()
    {
        var stop = TestContext.Current.CancellationToken;
        var (log, arrived) = (new Log(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Use(static next => http => new ProblemAnswers(NullLogger.Instance).AnswerAsync(http, next));
        app.UseRouting();
        app.Use(next => http =>
        {
            http.Features.Set(new Principal("usr_ann", "acme", []));
            return new AuditTrail(log, TimeProvider.System).AnswerAsync(http, next);
        });
        app.MapPost("/api/v1/runs/{id}/cancel", async (HttpContext http) =>
        {
            arrived.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        }).RequirePermission(Permission.RunsControl);
        await app.StartAsync(stop);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var client = new HttpClient();

        var asking = client.PostAsync(new Uri(new Uri(app.Urls.Single()), "/api/v1/runs/run-1/cancel"), null, gone.Token);
        await arrived.Task.WaitAsync(stop);
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking);
        var entry = await log.Written.Task.WaitAsync(stop);
        (entry.Actor, entry.Action, entry.Subject, entry.Outcome).ShouldBe(("usr_ann", "POST /api/v1/runs/{id}/cancel", "run-1", "499"));
    }

    [Fact]
    public async Task What_a_client_of_MCP_does_that_hangs_up_meanwhile_is_done_and_in_the_log()
    {
        using var memory = new MemoryRunStore(new MemoryDisk(), "memory");
        var (store, log, services) = (new HeedingStore(memory), new Log(), new ServiceCollection());
        services.AddSingleton<IRunStore>(store).AddSingleton<IValueStore>(memory).AddSingleton(ModelOptions.None);
        services.AddAxle(static axle => (axle.TakeUpRuns, axle.HomeDirectory) = (false, null));
        await using var host = services.BuildServiceProvider();
        var audit = new ServedAudit(log, TimeProvider.System);
        var runs = new ServedRuns(
            host.GetRequiredService<WorkflowEngine>(), store, new McpServed(Path.GetTempPath()), views: null, audit, TimeProvider.System);
        var workflow = WorkflowReader.Read("name: holding\nsteps:\n  - {key: hold, wait: {signal: go}}\n", "holding.yaml").Require();
        var call = new ServedCall(JsonElement.Parse("""{"waitSeconds":0}"""), Caller.Nobody);

        await HangingUpAsync(stop => runs.StartAsync(workflow, JsonElement.Parse("{}"), call, stop));
        var run = (await memory.ListRunsAsync(RunQuery.Newest, TestContext.Current.CancellationToken)).Single().Run;
        await HangingUpAsync(stop => runs.SignalAsync(run.Value, RunSignals.Cancel, new JsonObject(), call.Caller, stop));

        log.Facts.Select(static f => $"{f.Action} | {f.Subject} | {f.Outcome}").ShouldBe(
            [$"POST /api/v1/runs | {run} holding | 202", $"POST /api/v1/runs/{{id}}/cancel | {run} | 200"]);
        (await memory.FindRunAsync(run, TestContext.Current.CancellationToken))!.Status.ShouldBe(RunStatus.Cancelled);

        async Task HangingUpAsync(Func<CancellationToken, ValueTask<JsonObject>> act)
        {
            using var gone = new CancellationTokenSource();
            store.Stored = gone.Cancel;
            await Should.ThrowAsync<OperationCanceledException>(async () => await act(gone.Token));
            store.Stored = null;
        }
    }

    /// <summary>Reads nothing for those who hung up, as a database over the network.</summary>
    private sealed class HeedingStore(IRunStore inner) : DelegatingRunStore(inner)
    {
        /// <summary>Told when a definition or a signal was stored.</summary>
        public Action? Stored { get; set; }

        public override async ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken)
        {
            await base.SaveDefinitionAsync(definition, cancellationToken);
            Stored?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
        }

        public override async ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken)
        {
            await base.SendSignalAsync(signal, cancellationToken);
            Stored?.Invoke();
        }

        public override ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return base.FindRunAsync(run, cancellationToken);
        }
    }

    private sealed class Log : IAuditStore
    {
        public List<AuditFact> Facts { get; } = [];

        public TaskCompletionSource<AuditFact> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<AuditEntry> AppendAuditAsync(AuditFact fact, CancellationToken cancellationToken)
        {
            Facts.Add(fact);
            Written.TrySetResult(fact);
            return ValueTask.FromResult(new AuditEntry(1, fact, new byte[32], new byte[32]));
        }

        public ValueTask<IReadOnlyList<AuditEntry>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(long after, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<AuditHead?> AuditHeadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
