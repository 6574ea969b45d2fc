using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Delivery;

/// <summary><c>delivery.plan</c>: what it takes to build, test, deploy or roll back this workspace; carried out only with
/// <c>--apply</c>.</summary>
public sealed class PlanTool : ITool
{
    private const int DefaultSeconds = 900;
    private const int MaxSeconds = 7_200;
    private readonly Func<string, bool> _isAvailable;

    /// <summary>Looks for programs on this machine's PATH.</summary>
    public PlanTool()
        : this(IsOnPath)
    {
    }

    internal PlanTool(Func<string, bool> isAvailable) => _isAvailable = isAvailable;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "delivery.plan",
        "Plans the commands that build, test, lint, deploy, provision, migrate, release or roll back the workspace, from the files in it; runs them only when effects are allowed.",
        JsonElement.Parse(
            $$"""
            {
              "type": "object",
              "properties": {
                "operation": { "enum": [{{string.Join(", ", DeliveryPlanner.LookedFor.Keys.Select(k => $"\"{k}\""))}}], "description": "What to do." },
                "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": {{MaxSeconds}}, "default": {{DefaultSeconds}}, "description": "Limit for all steps together." }
              },
              "required": ["operation"],
              "additionalProperties": false
            }
            """),
        ToolEffect.World)
    {
        // A deployment that ended in the middle, or of which nobody knows how it ended, is looked at by a person before it is made again.
        Idempotent = false,
        Approval = new ToolApproval("May the commands of this plan be run?") { Editable = ["operation"] },
    };

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var operation = arguments.GetProperty("operation").GetString() ?? "";
        var tree = await SourceTree.LoadAsync(context.Workspace, cancellationToken: cancellationToken);
        var plan = new DeliveryPlanner(new DeliveryFiles(tree), p => IsThere(context.Workspace, p)).Plan(operation);
        if (plan.Count == 0)
            return FindingJson.ToElement(new DeliveryReport(operation, false, [], [],
                $"Nothing to do: none of these was found: {DeliveryPlanner.LookedFor[operation]}."));
        if (!context.Apply)
            return FindingJson.ToElement(new DeliveryReport(operation, false, plan, [], "Planned only. Run with --apply to carry it out."));
        var seconds = arguments.TryGetProperty("timeoutSeconds", out var limit) ? Math.Clamp(limit.GetInt32(), 1, MaxSeconds)
            : DefaultSeconds;
        var results = await ApplyAsync(plan, context, TimeSpan.FromSeconds(seconds), cancellationToken);
        return FindingJson.ToElement(new DeliveryReport(operation, true, plan, results,
            $"Carried out {results.Count} of {plan.Count} steps."));
    }

    private static async Task<IReadOnlyList<StepResult>> ApplyAsync(IReadOnlyList<PlanStep> plan, ToolContext context, TimeSpan limit,
        CancellationToken cancellationToken)
    {
        // All programs are looked for first: half a deployment is worse than none.
        if (plan.FirstOrDefault(s => !s.Available) is { } missing)
            throw StepRunner.Missing(missing);
        using var deadline = new CancellationTokenSource(limit, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var runner = new StepRunner(context.Workspace, context.Time);
        var results = new List<StepResult>();
        foreach (var step in plan)
        {
            try
            {
                results.Add(await runner.RunAsync(step, either.Token));
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new AxleException(ErrorKind.Timeout,
                    $"`{string.Join(' ', step.Argv)}` was stopped: the steps took longer than {limit.TotalSeconds} seconds. Raise timeoutSeconds.");
            }
        }

        return results;
    }

    private bool IsThere(string workspace, string program) =>
        program.Contains('/', StringComparison.Ordinal) ? File.Exists(Path.Combine(workspace, program)) : _isAvailable(program);

    private static bool IsOnPath(string program)
    {
        var endings = OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd", ".bat" } : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(d => endings.Any(e => File.Exists(Path.Combine(d, program + e))));
    }
}
