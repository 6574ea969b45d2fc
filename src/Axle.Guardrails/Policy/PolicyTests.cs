namespace Axle.Guardrails.Policy;

/// <summary>What a test of a policy's file gave.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Test">The test.</param>
/// <param name="Decision">What the policy says.</param>
public sealed record PolicyTestResult(string Policy, PolicyTest Test, PolicyDecision Decision)
{
    /// <summary>Whether it says what the test expects.</summary>
    public bool Passes => Decision.Verdict == Test.Expect && (Test.Rule is null || Test.Rule == Decision.Rule);
}

/// <summary>Runs the tests in policy files, each against its own policy alone, in force even where the file says shadow.</summary>
public static class PolicyTests
{
    /// <summary>The results in order.</summary>
    public static IEnumerable<PolicyTestResult> Run(PolicyDocument policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var engine = new PolicyEngine([policy with { IsShadow = false }]);
        return policy.Tests.Select(t => new PolicyTestResult(policy.Id, t, engine.Decide(t.Request)));
    }
}
