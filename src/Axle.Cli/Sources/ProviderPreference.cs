using System.Collections.Immutable;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Schemas;
using Axle.Workflows.Definition;

namespace Axle.Cli.Sources;

/// <summary>The provider that <c>--provider</c> asks for, put before what the steps of a workflow ask for themselves.</summary>
internal static class ProviderPreference
{
    /// <summary>The workflow with every step asking for the provider. What steps fall back to stays as it is written.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: nobody has that name.</exception>
    public static Workflow Apply(Workflow workflow, string provider, ModelOptions models)
    {
        var names = ProviderCatalog.All
            .SelectMany(static p => p.Description.Aliases.Prepend(p.Description.Name))
            .Concat(models.Providers.Select(static p => p.Name));
        if (names.Contains(provider, StringComparer.OrdinalIgnoreCase))
            return workflow with { Steps = Ask(workflow.Steps, provider) };
        throw new AxleException(
            ErrorKind.NotFound,
            NearestName.Find(provider, names) is { } nearest
                ? $"There is no provider '{provider}'. Did you mean '{nearest}'?"
                : $"There is no provider '{provider}'. There are: {string.Join(", ", names.Distinct(StringComparer.OrdinalIgnoreCase))}.");
    }

    private static Step Ask(Step step, string provider) => step with
    {
        Provider = provider,
        Action = Ask(step.Action, provider),
        OnError = [.. step.OnError.Select(handler => handler with { Steps = Ask(handler.Steps, provider) })],
        Compensate = step.Compensate is { } undo ? Ask(undo, provider) : null,
    };

    private static StepAction Ask(StepAction action, string provider) => action switch
    {
        ParallelAction parallel => parallel with { Branches = [.. parallel.Branches.Select(b => b with { Steps = Ask(b.Steps, provider) })] },
        ForEachAction forEach => forEach with { Steps = Ask(forEach.Steps, provider) },
        LoopAction loop => loop with { Steps = Ask(loop.Steps, provider) },
        SwitchAction choice => choice with
        {
            Cases = [.. choice.Cases.Select(c => c with { Steps = Ask(c.Steps, provider) })],
            Default = Ask(choice.Default, provider),
        },
        SagaAction saga => saga with { Steps = Ask(saga.Steps, provider) },
        _ => action,
    };

    private static ImmutableArray<Step> Ask(ImmutableArray<Step> steps, string provider) => [.. steps.Select(step => Ask(step, provider))];
}
