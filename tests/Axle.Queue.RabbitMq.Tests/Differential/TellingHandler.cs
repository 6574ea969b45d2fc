using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Queue.RabbitMq.Tests.Differential;

/// <summary>Says everything that a step can know. Succeeds, fails or goes on in turns as its address and attempt have it, whoever makes it.</summary>
internal sealed class TellingHandler : IStepHandler
{
    private static readonly Workflow Asked = WorkflowReader.Read("""
        name: asked
        steps:
          - key: one
            tool: one.thing
          - key: two
            dependsOn: [one]
            code: { language: python, source: 'output = 2' }
        """, "asked.yaml").Workflow!;

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var chance = SHA256.HashData(Encoding.UTF8.GetBytes($"{context.RunId} {context.Path} {context.Attempt} {context.Action.Kind}"))[0];
        context.Note(new StepDecision("told", $"attempt {context.Attempt}"));
        return chance switch
        {
            // What fails and must not be made twice would wait for a person.
            _ when context.Effect == StepEffect.Once => ValueTask.FromResult(new StepResult(Tell(context), [], new ModelUsage(0.01m, chance, 1))),
            < 30 => throw new IOException("the line is dead"),
            < 45 => throw new AxleException(ErrorKind.Validation, $"'{context.Key}' does not like it"),
            < 75 when context is { Depth: 0, Turns.Count: 0 } =>
                ValueTask.FromResult(StepResult.Continue(Tell(context), new NextSteps(Asked, Payload.EmptyObject))),
            _ => ValueTask.FromResult(new StepResult(Tell(context), [], new ModelUsage(0.01m, chance, 1))),
        };
    }

    private static Payload Tell(StepContext context)
    {
        var upstream = context.Upstream.ToImmutableHashSet();
        return Payload.From(JsonSerializer.SerializeToElement(new
        {
            context.Workflow,
            context.Path,
            context.Key,
            context.Attempt,
            context.IsLastAttempt,
            Does = context.Action switch
            {
                PromptAction prompt => $"prompt {prompt.Output}",
                RunAction run => $"run {run.Shell} {run.Command.Length}",
                CodeAction code => $"{code.Language} {code.Source}",
                var other => other.ToString(),
            },
            Input = context.Input.Value,
            context.IdempotencyKey,
            Attributes = string.Join(',', context.Attributes.OrderBy(static a => a.Key).Select(static a => $"{a.Key}={a.Value}")),
            Upstream = context.Upstream.Order(),
            Ended = context.Ended.Where(e => upstream.Contains(e.Path.Split('/')[^1])).Select(Tell).Order().Distinct(),
            Turns = context.Turns.Select(static t => $"{t.Note.Hash} {t.Results}"),
            AskedBy = context.AskedBy?.Hash,
            context.Depth,
            Flow = context.Flow.ToString() + string.Join(',', context.Flow.Sources),
            LastError = context.LastError?.ToString(),
            Effect = context.Effect.ToString(),
            context.Priority,
            context.CriticalPath,
            HasDeadline = context.Deadline is not null,
        }));
    }

    private static string Tell(StepRecord ended) => $"{ended.Path} {ended.Status} {ended.Attempts} {ended.Output?.Hash} {ended.Error?.Message}";
}
