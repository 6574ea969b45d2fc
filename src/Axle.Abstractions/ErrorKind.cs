namespace Axle;

/// <summary>
/// What went wrong, in the words that <c>retry.on</c>, <c>retry.notOn</c> and <c>onError</c> of the workflow language use
/// (in camelCase there: <c>rateLimited</c>). Names are stored in histories: the list may grow, never change.
/// </summary>
public enum ErrorKind
{
    /// <summary>An error that nobody classified; kept at 0 so that a forgotten kind surfaces as this.</summary>
    Unknown = 0,

    /// <summary>An attempt, step or run took longer than its time limit. Retried.</summary>
    Timeout,

    /// <summary>The other side could not be reached or the connection broke. Retried.</summary>
    Network,

    /// <summary>The other side asks for fewer requests. Retried, after its own waiting time where it names one.</summary>
    RateLimited,

    /// <summary>The other side is overloaded or failing (5xx). Retried.</summary>
    Overloaded,

    /// <summary>A tool or program ran and reported failure. Retried.</summary>
    Tool,

    /// <summary>An answer came but could not be used: malformed, or not matching its schema. Retried.</summary>
    MalformedAnswer,

    /// <summary>Key, token or permission is missing or wrong. Never retried.</summary>
    Authentication,

    /// <summary>Input does not match what is asked for: schema, range, path, expression. Never retried.</summary>
    Validation,

    /// <summary>The prompt is longer than the model can take. Never retried at the same model; one with a larger context may take it.</summary>
    ContextTooLong,

    /// <summary>A named thing (agent, action, tool, file, model) does not exist. Never retried.</summary>
    NotFound,

    /// <summary>Policy or a guardrail refuses it. Never retried.</summary>
    Refused,

    /// <summary>The paid quota or budget is spent. Never retried.</summary>
    QuotaSpent,

    /// <summary>
    /// What may be spent on models is spent: of the run, or of the user, session or tenant that it runs for. The run pauses, and does the step again
    /// when it may go on. Never retried by itself.
    /// </summary>
    BudgetSpent,

    /// <summary>The work was cancelled by a person or a program. Never retried.</summary>
    Cancelled,

    /// <summary>
    /// Ended on purpose: by a <c>fail</c> step of the workflow, or because what failed would mean harm if it were made twice. Never retried.
    /// </summary>
    Failed,

    /// <summary>A fault in Axle itself. Never retried.</summary>
    Internal,
}
