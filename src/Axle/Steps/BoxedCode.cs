using Axle.Tools.Sandbox;
using Axle.Tools.Sandbox.Results;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Steps;

/// <summary>Runs <c>code</c> steps in the sandbox of the tools.</summary>
internal sealed class BoxedCode(CodeSandbox sandbox) : ICodeSandbox
{
    public async ValueTask<Payload> RunAsync(SandboxProgram program, CancellationToken cancellationToken)
    {
        var language = program.Language switch
        {
            CodeLanguage.JavaScript => SandboxLanguage.JavaScript,
            CodeLanguage.Sql => SandboxLanguage.Sql,
            _ => SandboxLanguage.Python,
        };
        var outcome = await sandbox.RunAsync(
            new SandboxJob(language, program.Source) { Inputs = program.Inputs.Value, Name = program.Name }, cancellationToken);
        return Payload.From(OutcomeJson.Of(outcome));
    }
}
