using System.Security.Cryptography;
using System.Text;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Writing;

namespace Axle.Workflows.Runs;

/// <summary>Tells whether a step would do the same again: hash of its action, provider, model and evaluated input.</summary>
public static class StepInputHash
{
    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    /// <param name="step">The step; only what it does counts, not when, how often or after what.</param>
    /// <param name="input">Its evaluated input.</param>
    public static string Of(Step step, Payload input)
    {
        var what = new Workflow
        {
            Name = "step",
            Steps = [new Step { Key = "step", Action = step.Action, Provider = step.Provider, Model = step.Model, Retry = RetryPolicy.None }],
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{WorkflowHash.Compute(what)} {input.Hash}")));
    }
}
