using System.Runtime.InteropServices;

namespace Ziggie.Engine.Native;

/// <summary>llama.cpp's C API, release v0.5.0, as far as it is used here. What <see cref="LlamaLibrary"/> has loaded answers.</summary>
internal static unsafe partial class Llama
{
    public const string Library = "llama";
    public const uint RandomSeed = 0xFFFFFFFF;

    [LibraryImport(Library, EntryPoint = "llama_version")]
    public static partial byte* Version();

    [LibraryImport(Library, EntryPoint = "llama_backend_init")]
    public static partial void BackendInit();

    [LibraryImport(Library, EntryPoint = "llama_log_set")]
    public static partial void LogSet(delegate* unmanaged[Cdecl]<int, byte*, nint, void> callback, nint data);

    [LibraryImport(Library, EntryPoint = "llama_model_default_params")]
    public static partial LlamaModelParams ModelDefaults();

    [LibraryImport(Library, EntryPoint = "llama_context_default_params")]
    public static partial LlamaContextParams ContextDefaults();

    [LibraryImport(Library, EntryPoint = "llama_model_load_from_splits")]
    public static partial ModelHandle ModelLoad(byte** paths, nuint count, LlamaModelParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_model_free")]
    public static partial void ModelFree(nint model);

    [LibraryImport(Library, EntryPoint = "llama_init_from_model")]
    public static partial ContextHandle ContextCreate(ModelHandle model, LlamaContextParams parameters);

    [LibraryImport(Library, EntryPoint = "llama_attach_threadpool")]
    public static partial void AttachThreads(ContextHandle context, nint threads, nint batchThreads);

    [LibraryImport(Library, EntryPoint = "llama_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(Library, EntryPoint = "llama_n_ctx_seq")]
    public static partial uint ContextPerSequence(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_batch")]
    public static partial uint BatchSize(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_ubatch")]
    public static partial uint MicroBatchSize(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_n_seq_max")]
    public static partial uint SequenceCount(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_pooling_type")]
    public static partial int Pooling(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_get_memory")]
    public static partial nint Memory(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_model_get_vocab")]
    public static partial nint Vocabulary(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_ctx_train")]
    public static partial int TrainedContext(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_embd_out")]
    public static partial int EmbeddingSize(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_n_layer")]
    public static partial int Layers(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_size")]
    public static partial ulong ModelSize(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_chat_template", StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* ChatTemplate(ModelHandle model, string? name);

    [LibraryImport(Library, EntryPoint = "llama_model_meta_val_str", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MetaValue(ModelHandle model, string key, byte* buffer, nuint size);

    [LibraryImport(Library, EntryPoint = "llama_model_has_encoder")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool HasEncoder(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_model_has_decoder")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool HasDecoder(ModelHandle model);

    [LibraryImport(Library, EntryPoint = "llama_vocab_n_tokens")]
    public static partial int VocabularySize(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_is_eog")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool IsEndOfGeneration(nint vocabulary, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_is_control")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool IsControl(nint vocabulary, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_text")]
    public static partial byte* TokenText(nint vocabulary, int token);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "llama_vocab_get_attr")]
    public static partial int TokenAttributes(nint vocabulary, int token);

    [LibraryImport(Library, EntryPoint = "llama_vocab_type")]
    public static partial int VocabularyType(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_bos")]
    public static partial int BeginOfSequence(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_eos")]
    public static partial int EndOfSequence(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_fim_pre")]
    public static partial int FillPrefix(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_fim_suf")]
    public static partial int FillSuffix(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_fim_mid")]
    public static partial int FillMiddle(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_vocab_get_add_bos")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool AddsBegin(nint vocabulary);

    [LibraryImport(Library, EntryPoint = "llama_tokenize")]
    public static partial int Tokenize(nint vocabulary, byte* text, int length, int* tokens, int most, [MarshalAs(UnmanagedType.I1)] bool addSpecial, [MarshalAs(UnmanagedType.I1)] bool parseSpecial);

    [LibraryImport(Library, EntryPoint = "llama_token_to_piece")]
    public static partial int TokenToPiece(nint vocabulary, int token, byte* buffer, int length, int leftStrip, [MarshalAs(UnmanagedType.I1)] bool special);

    [LibraryImport(Library, EntryPoint = "llama_decode")]
    public static partial int Decode(ContextHandle context, LlamaBatch batch);

    [LibraryImport(Library, EntryPoint = "llama_encode")]
    public static partial int Encode(ContextHandle context, LlamaBatch batch);

    [LibraryImport(Library, EntryPoint = "llama_synchronize")]
    public static partial void Synchronize(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "llama_get_logits_ith")]
    public static partial float* Logits(ContextHandle context, int index);

    [LibraryImport(Library, EntryPoint = "llama_get_embeddings_ith")]
    public static partial float* Embeddings(ContextHandle context, int index);

    [LibraryImport(Library, EntryPoint = "llama_get_embeddings_seq")]
    public static partial float* SequenceEmbeddings(ContextHandle context, int sequence);

    [LibraryImport(Library, EntryPoint = "llama_memory_clear")]
    public static partial void MemoryClear(nint memory, [MarshalAs(UnmanagedType.I1)] bool data);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_rm")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool MemoryRemove(nint memory, int sequence, int from, int to);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_cp")]
    public static partial void MemoryCopy(nint memory, int source, int target, int from, int to);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_pos_min")]
    public static partial int MemoryFirst(nint memory, int sequence);

    [LibraryImport(Library, EntryPoint = "llama_memory_seq_pos_max")]
    public static partial int MemoryLast(nint memory, int sequence);

    /// <summary>Text that the library keeps.</summary>
    public static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
