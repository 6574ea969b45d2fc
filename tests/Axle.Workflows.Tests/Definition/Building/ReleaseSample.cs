using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;

namespace Axle.Workflows.Tests.Definition.Building;

/// <summary>The workflow that docs/building-workflows.md shows in both forms.</summary>
internal static class ReleaseSample
{
    // The page begins here.
    public static Workflow Build() => WorkflowBuilder.Create("release")
        .Version("1.0.0")
        .Input("version", "string", required: true)
        .Input("regions", "array", defaultValue: new[] { "eu", "us" })
        .Defaults(timeout: TimeSpan.FromMinutes(10))
        .OnEvent("tag.pushed")
        .Concurrency("release", onLimit: ConcurrencyLimitChoice.CancelOlder)
        .Budget(usd: 5)
        .Step("checks", s => s.Parallel(checks => checks
            .Branch("quality", b => b.Step("review", r => r.Agent("quality", "review-code").With("depth", 2)))
            .Branch("tests", b => b.Step("run", r => r
                .Run(["dotnet", "test"])
                .Retry(maxAttempts: 2)
                .Gate(Expr.Step("run").Output["failed"] == 0, "Some tests failed")))))
        .Step("notes", s => s
            .Prompt($"Write release notes for {Expr.Input("version")}.")
            .When(Expr.Step("checks").Output["quality"]["review"]["score"] >= 80)
            .Cache($"notes-{Expr.Input("version")}", TimeSpan.FromDays(7))
            .Fallback(provider: "openai"))
        .Step("ask", s => s
            .Approval($"Release {Expr.Input("version")}?", ["ops"], timeout: TimeSpan.FromDays(2), onTimeout: ApprovalTimeoutChoice.Reject)
            .DependsOn("notes"))
        .Step("roll-out", s => s
            .ForEach(
                Expr.Input("regions"),
                each => each.Step("region", r => r.Saga(saga => saga
                    .Step("deploy", d => d
                        .Tool("deploy").With(new { region = Expr.Item, version = Expr.Input("version") })
                        .Effect(StepEffect.Once)
                        .Compensate(u => u.Tool("roll-back").With("region", Expr.Item)))
                    .Step("watch", d => d
                        .LoopUntil(
                            Expr.Step("health").Output["ok"], 5, l => l.Step("health", h => h.Tool("health")), TimeSpan.FromSeconds(30))
                        .DependsOn("deploy")))),
                concurrency: 2)
            .When(Expr.Step("ask").Output["approved"])
            .OnError([ErrorKind.Timeout, ErrorKind.Network], h => h.Step("tell", t => t.Tool("notify"))))
        .Step("tell", s => s
            .If(
                Expr.Step("roll-out").Status == "completed",
                then => then.Step("good", t => t.Uses("announce").With("version", Expr.Input("version"))),
                otherwise => otherwise.Step("bad", t => t.Fail($"Release {Expr.Input("version")} is not out."))))
        .Output("notes", Expr.Step("notes").Output)
        .Build();
    // The page ends here.
}
