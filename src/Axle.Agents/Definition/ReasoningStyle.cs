namespace Axle.Agents.Definition;

/// <summary>How an agent comes to its result, and within which limits.</summary>
public sealed record ReasoningStyle
{
    /// <summary>One answer from the evidence, no tools.</summary>
    public static ReasoningStyle Once { get; } = new() { Mode = ReasoningMode.Once };

    /// <summary>Thought, action, observation, until it has its answer.</summary>
    public static ReasoningStyle React { get; } = new();

    /// <summary>What the turns are.</summary>
    public ReasoningMode Mode { get; init; } = ReasoningMode.React;

    /// <summary>Most questions to a model, 1 to 200; at the last one it must answer with what it has.</summary>
    public int Turns { get; init; } = 16;

    /// <summary>How often the answer is looked at by a critical reader and mended, 0 to 5.</summary>
    public int Reflections { get; init; }

    /// <summary>Whether it may hand work to other agents.</summary>
    public bool Delegates { get; init; } = true;
}

/// <summary>How an agent comes to its result.</summary>
public enum ReasoningMode
{
    /// <summary>One answer from the evidence; no tools are offered to the model.</summary>
    Once = 0,

    /// <summary>
    /// Thought, action, observation, until there is an answer. Source: Yao et al., "ReAct: Synergizing Reasoning and Acting in Language Models", ICLR 2023.
    /// </summary>
    React,

    /// <summary>
    /// Milestones with acceptance checks first, then one after another, planned anew when one is not met. Source: Wang et al., "Plan-and-Solve Prompting", ACL
    /// 2023, with the check of every milestone added.
    /// </summary>
    Plan,
}
