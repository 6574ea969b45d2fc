namespace Axle.Workflows.Expressions;

/// <summary>An expression could not be parsed or evaluated. The only exception that this folder throws on purpose.</summary>
public sealed class ExpressionException : Exception
{
    /// <summary>Wraps a fault; the exception's message is the fault's full message.</summary>
    public ExpressionException(ExpressionFault fault, Exception? inner = null)
        : base(fault.FullMessage, inner) => Fault = fault;

    /// <summary>Makes the fault in place.</summary>
    public ExpressionException(ExpressionFaultKind kind, string message, int position)
        : this(new ExpressionFault(kind, message, position))
    {
    }

    /// <summary>What is wrong and where.</summary>
    public ExpressionFault Fault { get; }

    /// <summary>The stage that failed.</summary>
    public ExpressionFaultKind Kind => Fault.Kind;

    /// <summary>Offset in the expression's text, from 0; -1 when the fault has no place.</summary>
    public int Position => Fault.Position;

    /// <summary>The fault as the error that a history records: another attempt cannot help.</summary>
    public AxleError ToError() => new(ErrorKind.Validation, Message);

    internal static ExpressionException Evaluation(string message, string? advice = null, Exception? inner = null) =>
        new(new ExpressionFault(ExpressionFaultKind.Evaluation, message, -1, advice), inner);
}
