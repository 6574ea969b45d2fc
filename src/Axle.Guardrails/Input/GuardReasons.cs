namespace Axle.Guardrails.Input;

/// <summary>Reason codes beside those of the rules. They are written to logs and never shown to the one who is refused.</summary>
public static class GuardReasons
{
    /// <summary>Nothing was found.</summary>
    public const string None = "none";

    /// <summary>The model takes a prompt for an attack, and no rule says of which kind.</summary>
    public const string Suspected = "injection-suspected";

    /// <summary>The model takes a part of a tool result or document for an instruction to the model.</summary>
    public const string InstructionInData = "instruction-in-data";

    /// <summary>Text in Unicode tags, which no reader sees.</summary>
    public const string HiddenText = "hidden-text";

    /// <summary>The text is longer than the guard reads.</summary>
    public const string TooLong = "too-long-to-check";

    /// <summary>The time of a tier was up before everything was read.</summary>
    public const string OutOfTime = "check-out-of-time";

    /// <summary>The guard itself failed.</summary>
    public const string Failed = "check-failed";

    /// <summary>The judge says that it is an attack.</summary>
    public const string Judged = "judged-an-attack";
}
