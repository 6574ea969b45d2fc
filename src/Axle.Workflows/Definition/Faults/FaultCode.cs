namespace Axle.Workflows.Definition.Faults;

/// <summary>Every sort of fault that a workflow file can have. Numbers are printed and looked up: the list may grow, never change.</summary>
internal enum FaultCode
{
    /// <summary>The bytes are not UTF-8.</summary>
    NotUtf8 = 101,

    /// <summary>The file holds characters that no text has.</summary>
    NotText = 102,

    /// <summary>The file is neither YAML nor JSON.</summary>
    Syntax = 103,

    /// <summary>The file holds nothing.</summary>
    Empty = 104,

    /// <summary>The file holds more than one YAML document.</summary>
    ManyDocuments = 105,

    /// <summary>A key is twice in a mapping.</summary>
    DuplicateKey = 106,

    /// <summary>A part of YAML that workflows do not use.</summary>
    UnsupportedYaml = 107,

    /// <summary>An alias that leads nowhere or into itself.</summary>
    Alias = 108,

    /// <summary>The file or a value is too long.</summary>
    FileTooLarge = 109,

    /// <summary>The file is nested too deep.</summary>
    TooDeep = 110,

    /// <summary>The file holds too many values.</summary>
    TooManyNodes = 111,

    /// <summary>The workflow has too many steps.</summary>
    TooManySteps = 112,

    /// <summary>More faults than are shown.</summary>
    MoreFaults = 113,

    /// <summary>A key that does not exist.</summary>
    UnknownKey = 120,

    /// <summary>A key that must be there.</summary>
    MissingKey = 121,

    /// <summary>A value of another type.</summary>
    WrongType = 122,

    /// <summary>A number or duration outside its range, or a list too long or too short.</summary>
    OutOfRange = 123,

    /// <summary>Text that is not in the form it must have.</summary>
    WrongForm = 124,

    /// <summary>A word that is none of the choices.</summary>
    UnknownChoice = 125,

    /// <summary>A key that belongs to another kind of step.</summary>
    KeyOfAnotherKind = 126,

    /// <summary>A step that does nothing.</summary>
    NoKind = 127,

    /// <summary>A step that does two things.</summary>
    TwoKinds = 128,

    /// <summary>Keys that exclude each other, or none of those of which one is needed.</summary>
    OneOfKeys = 129,

    /// <summary>A JSON Schema that is broken.</summary>
    BrokenSchema = 130,

    /// <summary>A default that does not match its schema.</summary>
    WrongDefault = 131,

    /// <summary>Two steps with one key.</summary>
    DuplicateStep = 140,

    /// <summary>A dependency on a step that does not exist.</summary>
    MissingStep = 141,

    /// <summary>A step that depends on itself.</summary>
    SelfDependency = 142,

    /// <summary>A dependency that is named twice.</summary>
    DuplicateDependency = 143,

    /// <summary>Steps that wait for each other.</summary>
    Cycle = 144,

    /// <summary>Two handlers for one kind of error.</summary>
    HandlerNeverReached = 145,

    /// <summary>An expression that is broken.</summary>
    BrokenExpression = 150,

    /// <summary>A context that does not exist.</summary>
    UnknownContext = 151,

    /// <summary>An input that is not declared.</summary>
    UnknownInput = 152,

    /// <summary>A variable that is not declared.</summary>
    UnknownVariable = 153,

    /// <summary>A reference to a step that does not exist.</summary>
    UnknownStep = 154,

    /// <summary>A reference to a step in another list.</summary>
    StepOutOfReach = 155,

    /// <summary>A reference to something that steps do not have.</summary>
    UnknownStepField = 156,

    /// <summary>A context that exists, but not in this place.</summary>
    ContextNotHere = 157,

    /// <summary>A secret in a place that is written to history.</summary>
    SecretNotHere = 158,

    /// <summary>An expression in a place where none is evaluated.</summary>
    ExpressionNotHere = 159,

    /// <summary>A part of the language that this version does not execute.</summary>
    NotExecutable = 170,
}
