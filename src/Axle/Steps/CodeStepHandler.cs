using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Steps;

/// <summary>Does <c>code</c> steps: hands the program to the sandbox.</summary>
internal sealed class CodeStepHandler(ICodeSandbox sandbox) : IStepHandler
{
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var action = (CodeAction)context.Action;
        var output = await sandbox.RunAsync(
            new SandboxProgram(action.Language, action.Source, context.Input, $"{context.RunId}/{context.Path}"), cancellationToken);
        return new StepResult(output, [new StepDecision("code-run", $"{Name(action.Language)} code of {action.Source.Length} characters ran in the sandbox.")]);
    }

    private static string Name(CodeLanguage language) => language switch
    {
        CodeLanguage.JavaScript => "JavaScript",
        CodeLanguage.Sql => "SQL",
        _ => language.ToString(),
    };
}
