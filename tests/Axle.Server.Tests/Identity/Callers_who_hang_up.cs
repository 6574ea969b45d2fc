using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Server.Tests.Identity;

public sealed class Callers_who_hang_up
{
    [Fact]
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

    private sealed class Log : IAuditStore
    {
        public TaskCompletionSource<AuditFact> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<AuditEntry> AppendAuditAsync(AuditFact fact, CancellationToken cancellationToken)
        {
            Written.SetResult(fact);
            return ValueTask.FromResult(new AuditEntry(1, fact, new byte[32], new byte[32]));
        }

        public ValueTask<IReadOnlyList<AuditEntry>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(long after, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<AuditHead?> AuditHeadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
