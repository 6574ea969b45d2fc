using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Guardrails.Policy;

namespace Axle.Cli.Commands.Policies;

/// <summary><c>ax policy test</c>: runs the tests inside policy files.</summary>
internal sealed class PolicyTestCommand : AxCommand
{
    private readonly Argument<string[]> _places = PolicyPlaces.Argument();

    public PolicyTestCommand(CommandContext context)
        : base(context, "test", "Run the tests inside policy files.",
            new("ax policy test", "Those of .axle/policies"),
            new("ax policy test library/policies/no-deletes.yaml", "One file"),
            new("ax policy test library/policies --json | jq '.tests[] | select(.passes | not)'", "What fails, for a script"))
    {
        Add(_places);
        Remarks = ["Exit code: 0 when all tests pass; 1 when one fails; 3 when a file is no policy. A policy without tests is named."];
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var policies = PolicyPlaces.Read(call, call.Get(_places));
        var results = policies.SelectMany(PolicyTests.Run).ToArray();
        foreach (var policy in policies.Where(static p => p.Tests.IsEmpty))
            call.Note($"warning: policy '{policy.Id}' has no tests");
        if (call.Json)
        {
            call.WriteDocument(
                new PolicyTestDocument([.. results.Select(static r => new PolicyTestPart(
                    r.Policy, r.Test.Name, r.Passes, Lower(r.Test.Expect), Lower(r.Decision.Verdict), r.Decision.Rule))]),
                CliJson.Context.PolicyTestDocument);
        }
        else
        {
            foreach (var result in results)
                call.Say(result.Passes
                    ? $"ok    {result.Policy}: {result.Test.Name}"
                    : $"FAIL  {result.Policy}: {result.Test.Name}: expected {Lower(result.Test.Expect)}, but {result.Decision}");
            call.Say($"{results.Count(static r => r.Passes)} passed, {results.Count(static r => !r.Passes)} failed");
        }

        return Task.FromResult(results.All(static r => r.Passes) ? ExitCodes.Success : ExitCodes.Failed);
    }

    private static string Lower(PolicyVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
