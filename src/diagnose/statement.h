#pragma once

#include "diagnose/diagnosis.h"

namespace lianzhao::diagnose {

/// The sentence that proves a type, in Chinese and English: place, date, the numbers and the line they are held
/// against.
Statement state(ChainLibrary const&, Place const&, Diagnosis const&, NodeDiagnosis const&, DiagnosisRules const&);

}  // namespace lianzhao::diagnose
