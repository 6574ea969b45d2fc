using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>The rules of <c>code.csharp</c> and their words.</summary>
internal static class CSharpRules
{
    public static readonly Rule AsyncVoid = new("cs.async-void", Severity.High, 0.9,
        "Nobody can await an async void method, and an exception inside it ends the process.",
        "Return Task and await the call; keep async void for event handlers only.");

    public static readonly Rule AsyncLambdaAsAction = new("cs.async-lambda-as-action", Severity.High, 0.9,
        "The lambda becomes async void: the callee does not wait for it, and an exception inside it ends the process.",
        "Pass it to an overload that takes Func<Task>, or make the body synchronous.");

    public static readonly Rule SyncOverAsync = new("cs.sync-over-async", Severity.Medium, 0.85,
        "Blocking on a task holds a thread and can deadlock where a synchronisation context is present.",
        "Make the method async and await the task.");

    public static readonly Rule UnawaitedTask = new("cs.unawaited-task", Severity.Medium, 0.85,
        "The call returns a task that nobody observes: its failure is lost and its order is not defined.",
        "Await it, return it, or keep it and handle its failure; write `_ =` when it is meant to run free.");

    public static readonly Rule NullTask = new("cs.null-task", Severity.High, 0.95,
        "Awaiting a null task throws NullReferenceException in the caller.",
        "Return Task.CompletedTask or Task.FromResult(...).");

    public static readonly Rule SleepInAsync = new("cs.blocking-sleep-in-async", Severity.Medium, 0.95,
        "Thread.Sleep blocks a pool thread although the method is asynchronous.",
        "Use `await Task.Delay(...)` with a cancellation token.");

    public static readonly Rule SwallowedException = new("cs.swallowed-exception", Severity.Medium, 0.85,
        "An empty catch of every exception hides faults such as null references and out-of-memory.",
        "Catch the expected type, or log and rethrow.");

    public static readonly Rule CatchAll = new("cs.catch-all", Severity.Low, 0.7,
        "Every exception is turned into a normal result and its cause is lost.",
        "Catch the expected types, or log the exception before going on.");

    public static readonly Rule ThrowEx = new("cs.throw-ex", Severity.Medium, 0.95,
        "Throwing the caught variable again resets its stack trace.",
        "Write `throw;`, or wrap it in a new exception as its inner exception.");

    public static readonly Rule PublicLock = new("cs.lock-on-shared-object", Severity.Medium, 0.95,
        "Other code can lock the same object, which leads to deadlocks that are hard to find.",
        "Lock a private readonly object.");

    public static readonly Rule UndisposedLocal = new("cs.undisposed-local", Severity.Medium, 0.8,
        "The object holds a resource that is freed only when the garbage collector gets to it.",
        "Declare it with `using`.");

    public static readonly Rule UndisposedField = new("cs.undisposed-field", Severity.Low, 0.75,
        "The type creates and keeps a disposable object but gives its owner no way to free it.",
        "Implement IDisposable and dispose the field there.");

    public static readonly Rule MutableStatic = new("cs.mutable-public-static", Severity.Low, 0.9,
        "Any code can replace the value at any time, from any thread.",
        "Make it readonly, or a property with a private setter.");

    public static readonly Rule DoubleEnumeration = new("cs.double-enumeration", Severity.Low, 0.75,
        "A lazy sequence runs its query again at each enumeration and may give another answer.",
        "Take it into a list once, or ask for IReadOnlyCollection<T>.");

    public static readonly Rule ConcatInLoop = new("cs.string-concat-in-loop", Severity.Low, 0.85,
        "Each round copies the whole string so far: the cost grows with the square of the length.",
        "Use StringBuilder or string.Join.");

    public static readonly Rule HttpClientPerCall = new("cs.httpclient-per-call", Severity.Medium, 0.8,
        "A client per call opens new connections each time and can exhaust the ports.",
        "Share one HttpClient or use IHttpClientFactory.");

    public static readonly Rule LocalTimeArithmetic = new("cs.local-time-arithmetic", Severity.Low, 0.85,
        "Local time jumps when daylight saving changes, so differences can be an hour off.",
        "Use Stopwatch for durations and DateTimeOffset.UtcNow or TimeProvider for points in time.");

    public static readonly Rule EmptyFinalizer = new("cs.empty-finalizer", Severity.Low, 0.95,
        "An empty finalizer keeps each object alive for another collection and does nothing.",
        "Remove it.");

    public static readonly Rule ReadonlyMutableStruct = new("cs.readonly-mutable-struct", Severity.High, 0.9,
        "A method that changes a struct runs on a copy when the field is readonly, so the change is lost.",
        "Remove readonly from the field, or make the struct immutable.");

    public static readonly Rule VirtualCallInConstructor = new("cs.virtual-call-in-constructor", Severity.Low, 0.85,
        "An override runs before the derived constructor has set its fields.",
        "Seal the class or the member, or move the call out of the constructor.");

    public static readonly Rule ModifiedInForeach = new("cs.collection-modified-in-foreach", Severity.High, 0.9,
        "Changing a collection while it is enumerated throws InvalidOperationException at the next round.",
        "Enumerate a copy (`ToList()`), or collect the changes and apply them after the loop.");

    public static readonly Rule SettableCollection = new("cs.settable-collection", Severity.Info, 0.7,
        "A caller can replace the collection under the feet of code that holds it.",
        "Drop the setter or use `init`.");

    public static readonly Rule EqualityContract = new("cs.equality-without-hash", Severity.Medium, 0.95,
        "Equal objects must have equal hash codes, or dictionaries and sets lose them.",
        "Override Equals and GetHashCode together.");

    public static readonly Rule HighCoupling = new("cs.high-coupling", Severity.Low, 0.8,
        "A type that depends on so many others is touched by most changes and is hard to test.",
        "Split it along its responsibilities.");

    public static readonly Rule DeepInheritance = new("cs.deep-inheritance", Severity.Low, 0.85,
        "Behaviour spread over many levels is hard to follow and to change.",
        "Prefer composition.");

    public static readonly Rule LowMaintainability = new("cs.low-maintainability", Severity.Low, 0.75,
        "Length, branching and vocabulary together make the method costly to change.",
        "Split it into steps that have names.");
}
