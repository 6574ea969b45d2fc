namespace Axle.Models.Guarding.Output;

/// <summary>What is done about something in an answer. The order is that of strength.</summary>
public enum AnswerAction
{
    /// <summary>It is not looked for.</summary>
    Off,

    /// <summary>It is written down, and the answer goes on as it is.</summary>
    Warn,

    /// <summary>It is taken out of the answer.</summary>
    Sanitise,

    /// <summary>The model is asked again, at most twice; then the answer is blocked.</summary>
    Retry,

    /// <summary>In a run a person looks at the answer, changes it, lets it go on or stops it. Elsewhere nobody waits for one: it is blocked.</summary>
    Person,

    /// <summary>Nobody gets the answer.</summary>
    Block,
}
