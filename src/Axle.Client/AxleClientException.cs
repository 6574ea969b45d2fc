namespace Axle.Client;

/// <summary>The server refused what it was asked. Trying again as it is is of no use.</summary>
public sealed class AxleClientException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="status">The HTTP status, or the one that stands for the problem; 0 when there is none.</param>
    /// <param name="code">What sort of problem it is, for example <c>validation</c>.</param>
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    public AxleClientException(int status, string code, string message)
        : base(message) => (Status, Code) = (status, code);

    /// <summary>The HTTP status, or the one that stands for the problem; 0 when there is none.</summary>
    public int Status { get; }

    /// <summary>What sort of problem it is: an error kind, an <c>AXLnnnn</c>, or a word such as <c>conflict</c>.</summary>
    public string Code { get; }
}
