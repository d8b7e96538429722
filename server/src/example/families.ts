/** How demand of a family behaves from month to month. */
export type DemandPattern = 'smooth' | 'erratic' | 'slow' | 'winter' | 'summer' | 'growing';

/**
 * A product family: what several registrations of several manufacturers have in common. Class and category
 * follow the classification catalogue of 2017; `40` is the two-digit code that registration numbers of in-vitro
 * diagnostics carry.
 */
export type Family = {
  readonly name: string;
  readonly name_en: string;
  readonly device_class: 'I' | 'II' | 'III';
  readonly category: string;
  readonly unit: string;
  readonly carton_qty: number;
  readonly unit_cost_fen: number;
  readonly volume_ml: number;
  readonly weight_g: number;
  readonly shelf_life_days: number | null;
  readonly storage_condition: 'ambient' | 'cold' | 'frozen';
  /** Typical units a month in one warehouse. */
  readonly monthly: number;
  readonly pattern: DemandPattern;
  readonly tracking: 'lot' | 'serial';
  readonly implant: boolean;
  readonly sterile: boolean;
  /** Registered as an import (国械注进) by a manufacturer abroad. */
  readonly imported: boolean;
  /** Departments that use it, by suffix of their code. */
  readonly departments: readonly string[];
  readonly models: readonly string[];
};

type Traits = {
  readonly tracking?: 'serial';
  readonly implant?: true;
  readonly sterile?: true;
  readonly imported?: true;
  readonly storage?: 'cold' | 'frozen';
};

/** name, English, class, category, unit, [carton, cost, ml, g, shelf life], [monthly, pattern], departments, models */
function family(
  [name, name_en, device_class, category, unit]: [string, string, Family['device_class'], string, string],
  [carton_qty, unit_cost_fen, volume_ml, weight_g, shelf_life_days]: [
    number,
    number,
    number,
    number,
    number | null,
  ],
  [monthly, pattern]: [number, DemandPattern],
  departments: string,
  models: string,
  traits: Traits = {},
): Family {
  return {
    name,
    name_en,
    device_class,
    category,
    unit,
    carton_qty,
    unit_cost_fen,
    volume_ml,
    weight_g,
    shelf_life_days,
    monthly,
    pattern,
    storage_condition: traits.storage ?? 'ambient',
    tracking: traits.tracking ?? 'lot',
    implant: traits.implant ?? false,
    sterile: traits.sterile ?? false,
    imported: traits.imported ?? false,
    departments: departments.split(' '),
    models: models.split('|'),
  };
}

const S = { sterile: true } as const;
const IMPLANT = { tracking: 'serial', implant: true, sterile: true } as const;
const IMPLANT_LOT = { implant: true, sterile: true } as const;

export const FAMILIES: readonly Family[] = [
  family(
    ['一次性使用静脉留置针', 'IV catheter', 'III', '14', '支'],
    [50, 850, 30, 9, 1095],
    [900, 'smooth'],
    'ER ICU GS',
    '24G×19mm|22G×25mm|20G×29mm|18G×30mm|Y型24G×19mm|Y型22G×25mm',
    S,
  ),
  family(
    ['一次性使用无菌注射器 带针', 'Sterile syringe with needle', 'III', '14', '支'],
    [100, 45, 25, 6, 1825],
    [6000, 'smooth'],
    'ER ICU GS',
    '1ml|2.5ml|5ml|10ml|20ml|50ml',
    S,
  ),
  family(
    ['一次性使用输液器 带针', 'Infusion set', 'III', '14', '套'],
    [200, 180, 90, 22, 1095],
    [3200, 'smooth'],
    'ER GS CARD',
    '0.55×20|0.6×25|0.7×25|精密过滤5μm|避光型',
    S,
  ),
  family(
    ['中心静脉导管包', 'Central venous catheter kit', 'III', '03', '套'],
    [20, 14_800, 900, 320, 1095],
    [60, 'erratic'],
    'ICU OR',
    '单腔16G|双腔7Fr×20cm|三腔7Fr×20cm',
    S,
  ),
  family(
    ['经外周中心静脉导管 PICC', 'PICC', 'III', '03', '套'],
    [10, 68_000, 700, 260, 1095],
    [24, 'erratic'],
    'ICU GS',
    '4Fr单腔|5Fr双腔|4Fr耐高压',
    S,
  ),
  family(
    ['球囊扩张导管', 'PTCA balloon catheter', 'III', '03', '根'],
    [5, 32_000, 300, 60, 1095],
    [30, 'erratic'],
    'CARD',
    '2.0×15mm|2.5×15mm|2.75×15mm|3.0×15mm|3.5×15mm',
    S,
  ),
  family(
    ['药物洗脱冠状动脉支架系统', 'Drug-eluting coronary stent', 'III', '13', '套'],
    [1, 82_000, 350, 70, 730],
    [5, 'slow'],
    'CARD',
    '2.5×18mm|2.75×23mm|3.0×18mm|3.0×28mm|3.5×23mm',
    IMPLANT,
  ),
  family(
    ['外周血管支架系统', 'Peripheral vascular stent', 'III', '13', '套'],
    [1, 460_000, 500, 90, 730],
    [3, 'slow'],
    'CARD',
    '6×40mm|7×60mm|8×80mm|10×60mm',
    { ...IMPLANT, imported: true },
  ),
  family(
    ['植入式心脏起搏器', 'Implantable pacemaker', 'III', '12', '台'],
    [1, 2_150_000, 200, 60, 540],
    [3, 'slow'],
    'CARD',
    '单腔SSIR|双腔DDD|双腔DDDR|MRI兼容DDDR',
    { ...IMPLANT, imported: true },
  ),
  family(
    ['人工髋关节假体', 'Hip prosthesis', 'III', '13', '件'],
    [1, 780_000, 2500, 900, 1825],
    [3, 'slow'],
    'ORT',
    '股骨柄10#|股骨柄12#|髋臼杯50mm|髋臼杯54mm|陶瓷球头32mm|高交联内衬32mm',
    IMPLANT,
  ),
  family(
    ['人工膝关节假体', 'Knee prosthesis', 'III', '13', '件'],
    [1, 690_000, 2400, 850, 1825],
    [3, 'slow'],
    'ORT',
    '股骨髁3#|股骨髁4#|胫骨托3#|胫骨托4#|垫片10mm',
    IMPLANT,
  ),
  family(
    ['脊柱内固定系统', 'Spinal fixation system', 'III', '13', '枚'],
    [10, 42_000, 60, 25, null],
    [40, 'erratic'],
    'ORT',
    '椎弓根钉6.0×45|椎弓根钉6.5×45|椎弓根钉6.5×50|连接棒5.5×80|横连接器',
    IMPLANT_LOT,
  ),
  family(
    ['金属锁定接骨板系统', 'Locking bone plate', 'III', '13', '件'],
    [5, 96_000, 120, 80, null],
    [26, 'erratic'],
    'ORT',
    '桡骨远端3孔|锁骨6孔|胫骨近端7孔|股骨远端9孔|锁定螺钉3.5×30',
    IMPLANT_LOT,
  ),
  family(
    ['骨水泥', 'Bone cement', 'III', '13', '盒'],
    [10, 58_000, 250, 110, 730],
    [18, 'erratic'],
    'ORT OR',
    '40g高粘度|40g含庆大霉素|20g椎体成形',
    { ...IMPLANT_LOT, imported: true },
  ),
  family(
    ['人工晶状体', 'Intraocular lens', 'III', '16', '片'],
    [1, 128_000, 80, 15, 1460],
    [6, 'slow'],
    'OR',
    '+18.0D|+19.5D|+20.0D|+21.0D|+22.5D',
    IMPLANT,
  ),
  family(
    ['可吸收性外科缝线', 'Absorbable suture', 'III', '02', '包'],
    [36, 2600, 20, 5, 1825],
    [420, 'smooth'],
    'OR GS',
    '2-0 圆针|3-0 圆针|4-0 角针|5-0 角针|0 圆针',
    S,
  ),
  family(
    ['非吸收性外科缝线', 'Non-absorbable suture', 'II', '02', '包'],
    [36, 900, 20, 5, 1825],
    [380, 'smooth'],
    'OR GS',
    '丝线2-0|丝线4-0|聚丙烯3-0|聚丙烯5-0|尼龙4-0',
    S,
  ),
  family(
    ['一次性使用管型吻合器', 'Circular stapler', 'II', '02', '把'],
    [4, 145_000, 1600, 480, 1095],
    [16, 'erratic'],
    'OR GS',
    '25mm|29mm|31mm|33mm',
    S,
  ),
  family(
    ['腔镜直线切割吻合器钉仓', 'Endoscopic stapler reload', 'III', '02', '个'],
    [12, 88_000, 150, 40, 1095],
    [70, 'erratic'],
    'OR',
    '45mm白|45mm蓝|60mm蓝|60mm绿',
    { ...S, imported: true },
  ),
  family(
    ['一次性使用穿刺器', 'Trocar', 'II', '02', '支'],
    [10, 12_500, 260, 70, 1095],
    [90, 'smooth'],
    'OR',
    '5mm|10mm|12mm|12mm可视',
    S,
  ),
  family(
    ['医用无菌敷贴', 'Sterile adhesive dressing', 'II', '14', '片'],
    [50, 220, 15, 4, 1095],
    [2400, 'smooth'],
    'GS ICU ORT',
    '6×7cm|9×10cm|9×15cm|9×20cm|10×25cm',
    S,
  ),
  family(
    ['水胶体敷料', 'Hydrocolloid dressing', 'III', '14', '片'],
    [10, 2800, 60, 18, 1095],
    [150, 'erratic'],
    'ICU GS',
    '10×10cm|15×15cm|骶尾型',
    S,
  ),
  family(
    ['藻酸盐填充条', 'Alginate rope dressing', 'III', '14', '片'],
    [10, 3900, 40, 10, 1095],
    [90, 'erratic'],
    'GS ICU',
    '2×30cm|2.5×40cm|10×10cm',
    S,
  ),
  family(
    ['医用外科口罩', 'Surgical mask', 'II', '14', '只'],
    [50, 35, 60, 4, 730],
    [9000, 'winter'],
    'ER LAB GS',
    '平面耳挂17.5×9.5cm|平面绑带17.5×9.5cm|儿童14.5×9cm',
    S,
  ),
  family(
    ['医用防护口罩', 'Medical respirator', 'II', '14', '只'],
    [30, 290, 150, 9, 1095],
    [1500, 'winter'],
    'ER ICU',
    '折叠式|杯式|折叠式小号',
    S,
  ),
  family(
    ['一次性使用灭菌橡胶外科手套', 'Sterile surgical glove', 'II', '14', '双'],
    [50, 260, 70, 24, 1095],
    [2600, 'smooth'],
    'OR GS',
    '6.5#|7#|7.5#|8#',
    S,
  ),
  family(
    ['医用检查手套', 'Examination glove', 'I', '14', '双'],
    [100, 40, 30, 9, 1095],
    [7000, 'smooth'],
    'ER LAB',
    '丁腈S|丁腈M|丁腈L|乳胶M',
  ),
  family(
    ['一次性使用手术衣', 'Surgical gown', 'II', '14', '件'],
    [20, 1500, 900, 180, 1095],
    [420, 'smooth'],
    'OR',
    'M|L|XL|加强型L',
    S,
  ),
  family(
    ['血糖试纸', 'Glucose test strip', 'II', '40', '盒'],
    [40, 4800, 110, 45, 540],
    [520, 'growing'],
    'END LAB',
    '25片|50片|100片|50片独立包装',
  ),
  family(
    ['一次性使用胰岛素笔用针头', 'Insulin pen needle', 'III', '14', '支'],
    [100, 90, 10, 2, 1825],
    [2300, 'growing'],
    'END',
    '31G×5mm|32G×4mm|32G×6mm|31G×8mm',
    S,
  ),
  family(
    ['心肌肌钙蛋白I测定试剂盒', 'Cardiac troponin I assay', 'II', '40', '盒'],
    [10, 118_000, 800, 350, 365],
    [22, 'smooth'],
    'LAB ER',
    '100人份|50人份|200人份',
    { storage: 'cold' },
  ),
  family(
    ['乙型肝炎病毒表面抗原检测试剂盒', 'HBsAg assay', 'III', '40', '盒'],
    [10, 76_000, 900, 380, 365],
    [20, 'smooth'],
    'LAB',
    '96人份|100人份|200人份',
    { storage: 'cold' },
  ),
  family(
    ['糖化血红蛋白测定试剂盒', 'HbA1c assay', 'II', '40', '盒'],
    [10, 64_000, 750, 320, 300],
    [18, 'growing'],
    'LAB END',
    '40人份|100人份|200人份',
    { storage: 'cold' },
  ),
  family(
    ['降钙素原测定试剂盒', 'Procalcitonin assay', 'II', '40', '盒'],
    [10, 134_000, 780, 330, 270],
    [16, 'winter'],
    'LAB ICU',
    '50人份|100人份',
    { storage: 'cold' },
  ),
  family(
    ['甲型流感病毒抗原检测试剂', 'Influenza A antigen test', 'III', '40', '盒'],
    [20, 26_000, 500, 160, 365],
    [60, 'winter'],
    'ER LAB',
    '20人份|25人份|40人份',
    { storage: 'cold' },
  ),
  family(
    ['人乳头瘤病毒核酸检测试剂盒', 'HPV nucleic acid assay', 'III', '40', '盒'],
    [10, 198_000, 700, 260, 365],
    [10, 'erratic'],
    'LAB',
    '48人份|96人份',
    { storage: 'frozen' },
  ),
  family(
    ['呼吸道病原体核酸检测试剂盒', 'Respiratory pathogen PCR assay', 'III', '40', '盒'],
    [10, 246_000, 720, 270, 270],
    [9, 'winter'],
    'LAB',
    '24人份|48人份',
    { storage: 'frozen' },
  ),
  family(
    ['一次性使用真空采血管', 'Vacuum blood collection tube', 'II', '22', '支'],
    [100, 60, 18, 8, 540],
    [8000, 'smooth'],
    'LAB ER',
    'EDTA-K2 2ml|枸橼酸钠2.7ml|分离胶5ml|肝素锂4ml|无添加5ml',
    S,
  ),
  family(
    ['样本保存液', 'Specimen transport medium', 'I', '22', '支'],
    [50, 180, 20, 9, 365],
    [1400, 'winter'],
    'LAB ER',
    '1ml|3ml|5ml',
  ),
  family(
    ['空心纤维血液透析器', 'Hollow-fibre dialyser', 'III', '10', '支'],
    [24, 6800, 1100, 210, 1095],
    [380, 'smooth'],
    'NEPH',
    '1.3㎡低通|1.5㎡低通|1.6㎡高通|1.8㎡高通',
    S,
  ),
  family(
    ['一次性使用血液透析管路', 'Haemodialysis blood line', 'III', '10', '套'],
    [24, 2300, 800, 190, 1095],
    [370, 'smooth'],
    'NEPH',
    '成人标准|成人带传感|儿童',
    S,
  ),
  family(
    ['连续性血液净化滤器', 'CRRT haemofilter', 'III', '10', '套'],
    [6, 96_000, 1400, 380, 730],
    [14, 'erratic'],
    'ICU NEPH',
    '0.9㎡|1.2㎡|1.4㎡',
    { ...S, imported: true },
  ),
  family(
    ['一次性使用气管插管', 'Endotracheal tube', 'II', '08', '根'],
    [10, 1600, 120, 28, 1095],
    [220, 'smooth'],
    'ER ICU OR',
    '6.5#|7.0#|7.5#|8.0#|加强型7.5#',
    S,
  ),
  family(
    ['一次性使用麻醉面罩', 'Anaesthesia mask', 'II', '08', '个'],
    [20, 1900, 400, 60, 1095],
    [130, 'smooth'],
    'OR',
    '3#|4#|5#',
  ),
  family(
    ['一次性使用吸痰管', 'Suction catheter', 'II', '08', '根'],
    [100, 120, 40, 9, 1095],
    [2100, 'winter'],
    'ICU ER',
    'F6|F10|F12|F14',
    S,
  ),
  family(
    ['一次性使用无菌导尿包', 'Urinary catheterisation kit', 'II', '14', '包'],
    [20, 1700, 700, 190, 1095],
    [460, 'smooth'],
    'GS OR ICU',
    '双腔F14|双腔F16|三腔F18|硅胶F16',
    S,
  ),
  family(
    ['一次性使用心电电极', 'ECG electrode', 'II', '07', '片'],
    [50, 70, 8, 3, 730],
    [5200, 'smooth'],
    'CARD ICU ER',
    '成人泡沫|成人无纺布|儿童',
  ),
  family(
    ['脉搏血氧探头', 'SpO2 sensor', 'II', '07', '条'],
    [10, 6800, 150, 50, null],
    [36, 'erratic'],
    'ICU OR',
    '成人指夹|成人一次性|新生儿绑带',
  ),
  family(
    ['医用冷敷贴', 'Cooling patch', 'I', '09', '贴'],
    [40, 260, 25, 14, 730],
    [700, 'summer'],
    'ER ORT',
    '5×12cm|7×10cm|10×14cm',
  ),
  family(
    ['医用弹性绷带', 'Elastic bandage', 'I', '14', '卷'],
    [30, 380, 160, 45, 1825],
    [520, 'smooth'],
    'ORT ER',
    '5cm×4.5m|7.5cm×4.5m|10cm×4.5m',
  ),
  family(
    ['止血钳', 'Haemostatic forceps', 'I', '02', '把'],
    [10, 5200, 90, 70, null],
    [10, 'slow'],
    'OR',
    '直14cm|弯14cm|弯18cm|蚊式12.5cm',
  ),
  family(
    ['高频手术电极', 'Electrosurgical electrode', 'II', '01', '支'],
    [25, 2400, 80, 30, 1095],
    [190, 'smooth'],
    'OR',
    '刀型|球型|针型|双极镊',
    S,
  ),
  family(
    ['硬脑膜修补片', 'Dural repair patch', 'III', '13', '片'],
    [5, 188_000, 60, 10, 1095],
    [9, 'slow'],
    'OR',
    '2.5×2.5cm|5×5cm|7.5×7.5cm',
    IMPLANT_LOT,
  ),
  family(
    ['疝修补补片', 'Hernia mesh', 'III', '13', '片'],
    [5, 96_000, 90, 14, 1460],
    [20, 'erratic'],
    'GS OR',
    '6×11cm|10×15cm|15×15cm',
    IMPLANT_LOT,
  ),
];
