namespace Axle.Guardrails.Policy;

/// <summary>What is about to happen when a policy is asked.</summary>
public enum PolicyMoment
{
    /// <summary>A tool is called.</summary>
    Tool,

    /// <summary>A model is asked.</summary>
    Model,

    /// <summary>A person's consent is used.</summary>
    Approval,
}
